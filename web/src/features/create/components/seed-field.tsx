import { Dices, Lock, LockOpen } from "lucide-react";
import { useFormContext, type UseFormReturn, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { NumberBox } from "@/components/schema-form/number-box";
import { drawSeed, MAX_SEED } from "@/lib/seed";
import { type CreateValues, withSeed } from "../model/form";

/** Throws the dice of the piece. */
export function dice({
  getValues,
  setValue,
}: Pick<UseFormReturn<CreateValues>, "getValues" | "setValue">): void {
  const { seed, parameters } = withSeed(getValues(), drawSeed());
  setValue("seed", seed, { shouldDirty: true });
  if (parameters.plan) setValue("parameters.plan", parameters.plan, { shouldDirty: true });
}

/** The seed: the same one gives the same music. */
export function SeedField() {
  const { t } = useTranslation("create");
  const { setValue, getValues, control } = useFormContext<CreateValues>();
  const seed = useWatch({ control, name: "seed" });
  const locked = useWatch({ control, name: "seedLocked" });
  const take = (value: number | undefined) => {
    if (value === undefined || !Number.isInteger(value) || value < 0 || value > MAX_SEED) return;
    setValue("seed", value, { shouldDirty: true });
    setValue("seedLocked", true);
  };
  return (
    <Field label={t("seed.label")} description={t(locked ? "seed.locked" : "seed.open")}>
      {(tied) => (
        <div className="flex items-center gap-1">
          <NumberBox
            {...tied}
            inputMode="numeric"
            value={seed}
            onChange={take}
            className="tabular"
          />
          <IconButton label={t("seed.dice")} onClick={() => dice({ getValues, setValue })}>
            <Dices aria-hidden />
          </IconButton>
          <IconButton
            label={t("seed.lock")}
            aria-pressed={locked}
            onClick={() => setValue("seedLocked", !locked)}
            className="aria-pressed:bg-accent-soft aria-pressed:text-ink"
          >
            {locked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
          </IconButton>
        </div>
      )}
    </Field>
  );
}
