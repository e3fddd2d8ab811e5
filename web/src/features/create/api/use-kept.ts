import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import type { UseFormReturn } from "react-hook-form";
import { writeDraft } from "../model/draft";
import type { CreateValues } from "../model/form";
import { type CreateSearch, LONGEST_IN_ADDRESS } from "../search";

const CALM_MILLISECONDS = 500;

/** What of the form is short enough for the address. */
export function addressOf(values: CreateValues): CreateSearch {
  const prompt = values.prompt.trim();
  return {
    ...(prompt && prompt.length <= LONGEST_IN_ADDRESS ? { prompt } : {}),
    ...(values.durationSeconds === null ? {} : { duration: values.durationSeconds }),
    ...(values.presetId === null ? {} : { preset: values.presetId }),
    ...(values.likeTrackId === null ? {} : { like: values.likeTrackId }),
  };
}

/** Keeps the form in the draft at every change, and its short parts in the address. */
export function useKept(engine: string, form: UseFormReturn<CreateValues>): void {
  const navigate = useNavigate();
  useEffect(() => {
    let timer = 0;
    const stop = form.subscribe({
      formState: { values: true },
      callback: ({ values }) => {
        writeDraft(engine, values);
        clearTimeout(timer);
        timer = window.setTimeout(
          () =>
            void navigate({
              to: ".",
              search: addressOf(values) as never,
              replace: true,
              resetScroll: false,
            }),
          CALM_MILLISECONDS,
        );
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [engine, form, navigate]);
}
