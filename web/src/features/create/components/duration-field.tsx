import { useState } from "react";
import { useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import { parseDuration } from "@/lib/format/durations";
import { useCreating } from "../context";
import type { CreateValues } from "../model/form";

const LENGTHS = [30, 60, 120, 180, 300, 600, 3600];

/** How long: left to the words, one of the usual lengths, or exactly so. */
export function DurationField() {
  const { t } = useTranslation("create");
  const { engine, outline } = useCreating();
  const { min_seconds: least, max_seconds: most } = engine.capabilities;
  const { field } = useController<CreateValues, "durationSeconds">({ name: "durationSeconds" });
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null || !typed.trim() ? null : parseDuration(typed);
  const wrong =
    typed !== null && typed.trim() !== "" && (parsed === null || parsed < least || parsed > most);
  const choose = (seconds: number | null) => {
    setTyped(null);
    field.onChange(seconds);
  };
  const type = (text: string) => {
    setTyped(text);
    const seconds = parseDuration(text);
    if (!text.trim()) field.onChange(null);
    else if (seconds !== null && seconds >= least && seconds <= most) field.onChange(seconds);
  };
  const lengths = LENGTHS.filter((seconds) => seconds >= least && seconds <= most);
  const chip =
    "h-8 min-w-11 rounded-full px-2.5 text-[0.8125rem] font-medium tabular text-ink-soft hover:bg-raised hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-ink";
  return (
    <div className="min-w-0">
      <div
        role="group"
        aria-label={t("duration.label")}
        className="flex flex-wrap items-center gap-1"
      >
        <button
          type="button"
          aria-pressed={field.value === null}
          onClick={() => choose(null)}
          className={chip}
        >
          {field.value === null && outline
            ? t("duration.autoOf", { time: clock(outline.duration_seconds) })
            : t("duration.auto")}
        </button>
        {lengths.map((seconds) => (
          <button
            key={seconds}
            type="button"
            aria-pressed={field.value === seconds}
            onClick={() => choose(seconds)}
            className={chip}
          >
            {clock(seconds)}
          </button>
        ))}
        <Input
          aria-label={t("duration.exact")}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? "create-duration-error" : undefined}
          placeholder={t("duration.placeholder")}
          autoComplete="off"
          className={cn(
            "h-8 w-21 rounded-full px-3 text-[0.8125rem] tabular",
            field.value !== null &&
              !lengths.includes(field.value) &&
              "border-accent bg-accent-soft",
          )}
          value={
            typed ??
            (field.value !== null && !lengths.includes(field.value) ? clock(field.value) : "")
          }
          onChange={(event) => type(event.target.value)}
          onBlur={() => !wrong && setTyped(null)}
        />
      </div>
      {wrong && (
        <p
          id="create-duration-error"
          role="alert"
          className="mt-1 text-[0.8125rem] font-medium text-bad"
        >
          {parsed === null
            ? t("duration.unread")
            : t("duration.range", { low: clock(least), high: clock(most) })}
        </p>
      )}
    </div>
  );
}
