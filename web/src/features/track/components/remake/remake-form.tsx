import { Dices } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { Track } from "@/lib/api/client";
import { useNames } from "@/lib/words/use-names";
import type { PlanView } from "../../model/plan";
import { redraws, transposedKey, type RemakeDraft } from "../../model/remake";
import { useSectionNames } from "../use-section-names";
import { Amount } from "./amount";
import { Chips } from "./chips";

interface RemakeFormProps {
  track: Track;
  plan: PlanView;
  draft: RemakeDraft;
  onChange: (fields: Partial<RemakeDraft>) => void;
}

const AMOUNTS = ["energy", "density", "brightness"] as const;
const EXTRAS = ["stems", "midi"] as const;
const SEED_DIGITS = 10;

/** What can be changed of a composed piece. */
export function RemakeForm({ track, plan, draft, onChange }: RemakeFormProps) {
  const { t, i18n } = useTranslation("track");
  const id = useId();
  const names = useNames(track.engine);
  const sectionName = useSectionNames();
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });
  const signed = new Intl.NumberFormat(i18n.language, { signDisplay: "exceptZero" });
  const players = plan.layers.map(({ name, instrument, locked }) => ({
    id: name,
    label: names.instrument(instrument),
    disabled: locked,
  }));
  const toggles = [
    ["take", draft.take],
    ["newMelody", draft.newMelody],
  ] as const;
  return (
    <div className="grid min-w-0 gap-5">
      <div className="grid gap-2">
        {toggles.map(([name, on]) => (
          <label
            key={name}
            htmlFor={`${id}-${name}`}
            className="flex cursor-pointer items-start gap-3 rounded-xl border p-3 has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft"
          >
            <Checkbox
              id={`${id}-${name}`}
              className="mt-0.5"
              checked={on}
              disabled={name === "newMelody" && draft.take}
              onCheckedChange={(value) => onChange({ [name]: value === true })}
            />
            <span className="text-sm">
              <span className="block font-medium">{t(`remake.${name}`)}</span>
              <span className="block text-ink-soft">{t(`remakeHint.${name}`)}</span>
            </span>
          </label>
        ))}
      </div>
      <Chips
        legend={t("remake.layers")}
        options={players}
        value={draft.layers}
        disabled={draft.take}
        onChange={(layers) => onChange({ layers })}
      />
      <Chips
        legend={t("remake.sections")}
        options={plan.sections.map((section) => ({
          id: section.id,
          label: `${section.id}. ${sectionName(section.name)}`,
        }))}
        value={draft.sections}
        disabled={draft.take}
        onChange={(sections) => onChange({ sections })}
      />
      {(draft.take || draft.sections.length > 0) && (
        <Chips
          legend={t("remake.lock")}
          hint={t("remake.lockHint")}
          options={players}
          value={draft.lock}
          onChange={(lock) => onChange({ lock })}
        />
      )}
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        <Amount
          label={t("remake.transpose")}
          value={draft.transpose || null}
          now={0}
          min={-11}
          max={11}
          step={1}
          tell={(steps) =>
            steps === 0
              ? names.key(plan.key)
              : `${signed.format(steps)} · ${names.key(transposedKey(plan.key, steps) ?? "")}`
          }
          onChange={(steps) => onChange({ transpose: steps ?? 0 })}
        />
        <Amount
          label={t("remake.tempo")}
          value={draft.tempoBpm}
          now={Math.round(plan.tempoBpm)}
          min={40}
          max={220}
          step={1}
          tell={(value) => t("bpm", { value })}
          onChange={(tempoBpm) => onChange({ tempoBpm })}
        />
        {AMOUNTS.map((name) => (
          <Amount
            key={name}
            label={t(`remake.${name}`)}
            value={draft[name]}
            now={plan[name]}
            min={0}
            max={1}
            step={0.05}
            tell={(value) => percent.format(value)}
            onChange={(value) => onChange({ [name]: value })}
          />
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("remake.name")}>
          {(control) => (
            <Input
              {...control}
              value={draft.title}
              maxLength={300}
              placeholder={t("remake.namePlaceholder")}
              onChange={(event) => onChange({ title: event.target.value })}
            />
          )}
        </Field>
        {redraws(draft) && (
          <Field label={t("remake.seed")}>
            {(control) => (
              <div className="flex gap-1">
                <Input
                  {...control}
                  inputMode="numeric"
                  className="tabular"
                  placeholder={t("remake.seedPlaceholder")}
                  value={draft.seed ?? ""}
                  onChange={(event) => {
                    const digits = event.target.value.replace(/\D/g, "").slice(0, SEED_DIGITS);
                    const seed = Math.min(2 ** 31 - 1, Number(digits));
                    onChange({ seed: digits ? seed : null });
                  }}
                />
                <IconButton
                  label={t("remake.dice")}
                  onClick={() => onChange({ seed: Math.floor(Math.random() * 1e6) })}
                >
                  <Dices aria-hidden />
                </IconButton>
              </div>
            )}
          </Field>
        )}
      </div>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {EXTRAS.map((kind) => (
          <label
            key={kind}
            htmlFor={`${id}-${kind}`}
            className="flex min-h-8 cursor-pointer items-center gap-2.5 text-sm"
          >
            <Checkbox
              id={`${id}-${kind}`}
              checked={draft[kind]}
              onCheckedChange={(on) => onChange({ [kind]: on === true })}
            />
            {t(`export.${kind}`)}
          </label>
        ))}
      </div>
    </div>
  );
}
