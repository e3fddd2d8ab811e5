import { Dices } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { span } from "@/lib/format";
import { drawSeed } from "@/lib/seed";
import type { Change } from "../api/use-order";
import {
  durationOf,
  LONGEST_SECONDS,
  measureOf,
  RANGES,
  SHORTEST_SECONDS,
  USUAL_DURATION,
} from "../model/order";
import { MEASURES, MODES, type LoopsSearch, type Mode, type Typed } from "../search";
import { TypedField } from "./typed-field";

const PRESETS = ["1h", "3h", "8h", "10h"] as const;

interface SettingsProps {
  order: LoopsSearch;
  mode: Mode;
  /** The fields that can't be meant as they stand. */
  wrong: ReadonlySet<Typed>;
  /** What the server said of a field. */
  refused: { field: Typed; words: string } | null;
  onChange: Change;
}

/** How it goes on, for how long, and how it begins and ends. */
export function Settings({ order, mode, wrong, refused, onChange }: SettingsProps) {
  const { t, i18n } = useTranslation("loops");
  const measure = measureOf(order, mode);
  const errorOf = (name: Typed): string | undefined => {
    if (refused?.field === name) return refused.words;
    if (!wrong.has(name)) return undefined;
    if (name === "duration") {
      return t("duration.wrong", {
        low: span(SHORTEST_SECONDS, i18n.language),
        high: span(LONGEST_SECONDS, i18n.language),
      });
    }
    const [low, high] = RANGES[name];
    return t("range", { low, high: new Intl.NumberFormat(i18n.language).format(high) });
  };
  const field = (name: Typed) => ({ name, order, onChange, error: errorOf(name) });
  const fields = {
    duration: field("duration"),
    times: field("times"),
    crossfade: field("crossfade"),
    fadeIn: field("fadeIn"),
    fadeOut: field("fadeOut"),
    window: field("window"),
    seed: field("seed"),
  };
  const seconds = durationOf(order.duration);
  return (
    <>
      <div className="grid gap-1.5">
        <h2 className="text-sm font-medium">{t("modes.title")}</h2>
        <ToggleGroup
          label={t("modes.title")}
          value={mode}
          onValueChange={(next) => onChange({ mode: next })}
          options={MODES.map((one) => ({ value: one, label: t(`modes.${one}`) }))}
          className="flex-wrap justify-self-start"
        />
        <p className="text-[0.8125rem] text-ink-soft">{t(`modes.about.${mode}`)}</p>
      </div>
      <div className="grid gap-2.5">
        {mode !== "jukebox" && (
          <ToggleGroup
            label={t("measures.title")}
            value={measure}
            onValueChange={(next) => onChange({ measure: next === "duration" ? undefined : next })}
            options={MEASURES.map((one) => ({ value: one, label: t(`measures.${one}`) }))}
            className="flex-wrap justify-self-start"
          />
        )}
        {measure === "duration" && (
          <>
            <ToggleGroup
              label={t("duration.presets")}
              value={PRESETS.find((one) => durationOf(one) === seconds) ?? ""}
              onValueChange={(next) => onChange({ duration: next || undefined })}
              options={PRESETS.map((one) => ({
                value: one,
                label: span(durationOf(one) ?? 0, i18n.language),
              }))}
              className="flex-wrap justify-self-start"
            />
            <TypedField
              {...fields.duration}
              order={{ ...order, duration: order.duration ?? USUAL_DURATION }}
              onChange={(changes) => onChange({ duration: changes.duration ?? "" })}
              label={t("duration.label")}
              description={t("duration.hint")}
            />
          </>
        )}
        {measure === "times" && (
          <TypedField {...fields.times} label={t("times.label")} description={t("times.hint")} />
        )}
        {measure === "only" && (
          <p className="text-[0.8125rem] text-ink-soft">{t("measures.onlyHint")}</p>
        )}
      </div>
      <div className="grid grid-cols-2 items-start gap-3">
        {mode === "jukebox" ? (
          <>
            <TypedField
              {...fields.window}
              label={t("window.label")}
              description={t("window.hint")}
              placeholder={t("automatic")}
            />
            <TypedField
              {...fields.seed}
              label={t("seed.label")}
              description={t("seed.hint")}
              placeholder={t("automatic")}
            >
              <IconButton
                label={t("seed.dice")}
                onClick={() => onChange({ seed: String(drawSeed()) })}
              >
                <Dices aria-hidden />
              </IconButton>
            </TypedField>
          </>
        ) : (
          <div className="col-span-2">
            <TypedField
              {...fields.crossfade}
              label={t("crossfade.label")}
              description={t("crossfade.hint")}
              placeholder={t("automatic")}
            />
          </div>
        )}
        {measure !== "only" && (
          <>
            <TypedField {...fields.fadeIn} label={t("fades.in")} placeholder="0" />
            <TypedField
              {...fields.fadeOut}
              label={t("fades.out")}
              placeholder={t("fades.ending")}
              description={t("fades.hint")}
            />
          </>
        )}
      </div>
    </>
  );
}
