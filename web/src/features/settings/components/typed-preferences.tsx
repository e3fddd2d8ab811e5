import { type FocusEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Input, NativeSelect } from "@/components/ui/input";
import type { PreferencesInHand } from "../api/use-preferences";
import {
  type Amount,
  amountOf,
  inWords,
  numberOf,
  secondsOf,
  type Unit,
  UNITS,
} from "../model/duration";
import { LONGEST_ARTIST, RANGES } from "../model/preferences";
import { PreferenceRow } from "./preference-row";

const onEnter = (commit: () => void) => (event: KeyboardEvent) => {
  if (event.key === "Enter") commit();
};

/** A whole number; saved when the field is left, or with Enter. */
export function CountPreference({ prefs }: { prefs: PreferencesInHand }) {
  const { t } = useTranslation("settings");
  const name = "max_concurrent_jobs";
  const [low, high] = RANGES[name];
  const [draft, setDraft] = useState<string | null>(null);
  const number = draft === null ? prefs.values[name] : numberOf(draft);
  const fits = number !== null && Number.isInteger(number) && number >= low && number <= high;
  const commit = async () => {
    if (draft === null || !fits) return;
    if (await prefs.save(name, number)) setDraft(null);
  };
  return (
    <PreferenceRow
      prefs={prefs}
      name={name}
      usual={String(prefs.defaults[name])}
      error={fits ? undefined : t("errors.whole", { low, high })}
    >
      {(control) => (
        <Input
          {...control}
          className="tabular"
          inputMode="numeric"
          value={draft ?? String(prefs.values[name])}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => void commit()}
          onKeyDown={onEnter(() => void commit())}
        />
      )}
    </PreferenceRow>
  );
}

interface DurationPreferenceProps {
  prefs: PreferencesInHand;
  name: "job_timeout_seconds" | "job_ttl_seconds";
}

/** A length of time, in the unit that people choose. */
export function DurationPreference({ prefs, name }: DurationPreferenceProps) {
  const { t, i18n } = useTranslation("settings");
  const [low, high] = RANGES[name];
  const [draft, setDraft] = useState<Amount | null>(null);
  const shown = draft ?? amountOf(prefs.values[name]);
  const seconds = secondsOf(shown);
  const words = (value: number) => inWords(value, i18n.language);
  const fits = (value: number | null): value is number =>
    value !== null && value >= low && value <= high;
  const commit = async (amount: Amount | null) => {
    const value = amount && secondsOf(amount);
    if (fits(value) && (await prefs.save(name, value))) setDraft(null);
  };
  const leave = (event: FocusEvent) => {
    const both = event.currentTarget.parentElement;
    if (!both?.contains(event.relatedTarget)) void commit(draft);
  };
  return (
    <PreferenceRow
      prefs={prefs}
      name={name}
      usual={words(prefs.defaults[name])}
      error={
        fits(seconds) ? undefined : t("errors.duration", { low: words(low), high: words(high) })
      }
    >
      {(control) => (
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] gap-2">
          <Input
            {...control}
            className="tabular"
            inputMode="decimal"
            onBlur={leave}
            value={shown.text}
            onChange={(event) => setDraft({ ...shown, text: event.target.value })}
            onKeyDown={onEnter(() => void commit(draft))}
          />
          <NativeSelect
            aria-label={t("unitOf", { name: t(`names.${name}`) })}
            value={shown.unit}
            onBlur={leave}
            onChange={(event) => {
              const next = { ...shown, unit: event.target.value as Unit };
              setDraft(next);
              void commit(next);
            }}
          >
            {UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {t(`units.${unit}`)}
              </option>
            ))}
          </NativeSelect>
        </div>
      )}
    </PreferenceRow>
  );
}

/** Who is named as the artist of new tracks. */
export function ArtistPreference({ prefs }: { prefs: PreferencesInHand }) {
  const { t } = useTranslation("settings");
  const name = "default_artist";
  const [draft, setDraft] = useState<string | null>(null);
  const commit = async () => {
    if (draft !== null && (await prefs.save(name, draft.trim()))) setDraft(null);
  };
  return (
    <PreferenceRow prefs={prefs} name={name} usual={t("nobody")}>
      {(control) => (
        <Input
          {...control}
          maxLength={LONGEST_ARTIST}
          autoComplete="off"
          placeholder={t("nobody")}
          value={draft ?? prefs.values[name]}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => void commit()}
          onKeyDown={onEnter(() => void commit())}
        />
      )}
    </PreferenceRow>
  );
}
