import { useFormContext, useWatch } from "react-hook-form";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NumberBox } from "@/components/schema-form/number-box";
import { NativeSelect } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { pitchShown } from "@/lib/words/use-names";
import { type ParameterEdit, useCreating, useHeldPlan, useParameter } from "../context";
import type { CreateValues } from "../model/form";
import { keyOf, MODES, type Mode, PITCHES, type Plan, soundingTonic } from "../model/plan";
import { useNames } from "./use-names";
import { Yours } from "./yours";

/** Genre, mood, key and tempo of the plan, each to be changed. */
export function PlanFacts({ plan }: { plan: Plan }) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <GenreFact plan={plan} />
      <MoodFact plan={plan} />
      <KeyFact plan={plan} />
      <TempoFact plan={plan} />
    </div>
  );
}

/** Whether words and parameters still rule: no plan is held, and, for some, no track is followed. */
function useRuled(byLikeness: boolean): boolean {
  const held = useHeldPlan();
  const like = useWatch<CreateValues, "likeTrackId">({ name: "likeTrackId" });
  return held.yours || (byLikeness && like !== null);
}

interface FactProps {
  label: string;
  parameter: ParameterEdit;
  children: (id: string) => ReactNode;
}

function Fact({ label, parameter, children }: FactProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <div className="mb-1 flex h-6 items-center justify-between gap-2">
        <label htmlFor={id} className="text-xs text-ink-soft">
          {label}
        </label>
        {parameter.yours && <Yours name={label} onReset={parameter.reset} />}
      </div>
      {children(id)}
    </div>
  );
}

function GenreFact({ plan }: { plan: Plan }) {
  const { t } = useTranslation("create");
  const { vocabulary } = useCreating();
  const names = useNames();
  const parameter = useParameter("genre");
  const ruled = useRuled(true);
  const genres = vocabulary?.genres ?? [];
  return (
    <Fact label={t("facts.genre")} parameter={parameter}>
      {(id) => (
        <NativeSelect
          id={id}
          value={plan.genre}
          disabled={ruled || !parameter.offered}
          onChange={(event) => parameter.set(event.target.value)}
        >
          {!genres.some((one) => one.id === plan.genre) && (
            <option value={plan.genre}>{names.genre(plan.genre)}</option>
          )}
          {genres.map((one) => (
            <option key={one.id} value={one.id}>
              {one.label}
            </option>
          ))}
        </NativeSelect>
      )}
    </Fact>
  );
}

function MoodFact({ plan }: { plan: Plan }) {
  const { t } = useTranslation("create");
  const { vocabulary } = useCreating();
  const names = useNames();
  const parameter = useParameter("mood");
  const ruled = useRuled(true);
  const flip = (mood: string) => {
    const left = plan.moods.filter((one) => one !== mood);
    const next = left.length < plan.moods.length ? left : [...left, mood];
    if (next.length) parameter.set(next.join(", "));
    else parameter.reset();
  };
  const told = plan.moods.map(names.mood).join(", ") || t("facts.noMood");
  return (
    <Fact label={t("facts.mood")} parameter={parameter}>
      {(id) => (
        <Popover
          label={t("facts.mood")}
          align="end"
          trigger={
            <button
              id={id}
              type="button"
              aria-label={t("facts.moodOf", { moods: told })}
              disabled={ruled || !parameter.offered}
              className="h-10 w-full truncate rounded-lg border border-line-strong bg-surface px-3 text-left hover:border-ink-soft disabled:opacity-60"
            >
              {told}
            </button>
          }
        >
          <div role="group" aria-label={t("facts.mood")} className="flex flex-wrap gap-1.5">
            {vocabulary?.moods.map((one) => (
              <button
                key={one.id}
                type="button"
                aria-pressed={plan.moods.includes(one.id)}
                onClick={() => flip(one.id)}
                className="min-h-8 rounded-full border px-3 py-1 text-[0.8125rem] hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium"
              >
                {one.label}
              </button>
            ))}
          </div>
        </Popover>
      )}
    </Fact>
  );
}

function KeyFact({ plan }: { plan: Plan }) {
  const { t } = useTranslation("create");
  const names = useNames();
  const parameter = useParameter("key");
  const disabled = useRuled(false) || !parameter.offered;
  const tonic = soundingTonic(plan);
  const set = (nextTonic: number, mode: Mode) => parameter.set(keyOf(nextTonic, mode));
  return (
    <Fact label={t("facts.key")} parameter={parameter}>
      {(id) => (
        <div className="flex gap-1.5">
          <NativeSelect
            id={id}
            className="w-18 shrink-0 pr-1"
            value={tonic}
            disabled={disabled}
            onChange={(event) => set(Number(event.target.value), plan.mode)}
          >
            {PITCHES.map((pitch, index) => (
              <option key={pitch} value={index}>
                {pitchShown(pitch)}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            aria-label={t("facts.mode")}
            className="pr-1"
            value={plan.mode}
            disabled={disabled}
            onChange={(event) => set(tonic, event.target.value as Mode)}
          >
            {MODES.map((mode) => (
              <option key={mode} value={mode}>
                {names.mode(mode)}
              </option>
            ))}
          </NativeSelect>
        </div>
      )}
    </Fact>
  );
}

function TempoFact({ plan }: { plan: Plan }) {
  const { t } = useTranslation("create");
  const { fields } = useCreating();
  const { trigger } = useFormContext<CreateValues>();
  const parameter = useParameter("tempo_bpm");
  const disabled = useRuled(false) || !parameter.offered;
  const field = fields.find((one) => one.name === "tempo_bpm");
  const [low, high] = [field?.minimum ?? 1, field?.maximum ?? 999];
  const shown = typeof parameter.value === "number" ? parameter.value : plan.tempo_bpm;
  const [typed, setTyped] = useState<number | undefined>(undefined);
  const wrong = typed !== undefined && (typed < low || typed > high);
  const take = (value: number | undefined) => {
    setTyped(value);
    if (value !== undefined && value >= low && value <= high) parameter.set(value);
  };
  return (
    <Fact label={t("facts.tempo")} parameter={parameter}>
      {(id) => (
        <>
          <div className="relative">
            <NumberBox
              id={id}
              value={Math.round(shown * 10) / 10}
              disabled={disabled}
              aria-invalid={wrong || undefined}
              aria-describedby={wrong ? `${id}-wrong` : undefined}
              onChange={take}
              onBlur={() => {
                setTyped(undefined);
                void trigger("parameters");
              }}
              className="pr-12 tabular"
            />
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-[0.8125rem] text-ink-soft"
            >
              {t("facts.bpm")}
            </span>
          </div>
          {wrong && (
            <p id={`${id}-wrong`} role="alert" className="mt-1 text-xs font-medium text-bad">
              {t("facts.tempoRange", { low, high })}
            </p>
          )}
        </>
      )}
    </Fact>
  );
}
