import { useTranslation } from "react-i18next";
import { Slider } from "@/components/ui/slider";
import { useHeldPlan, useParameter } from "../context";
import type { Plan } from "../model/plan";
import { Yours } from "./yours";

/** How wild, how much, how bright. */
export function PlanSliders({ plan }: { plan: Plan }) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <PlanSlider name="energy" value={plan.energy} />
      <PlanSlider name="density" value={plan.density} />
      <PlanSlider name="brightness" value={plan.brightness} />
    </div>
  );
}

function PlanSlider({ name, value }: { name: "energy" | "density" | "brightness"; value: number }) {
  const { t } = useTranslation("create");
  const parameter = useParameter(name);
  const held = useHeldPlan();
  if (!parameter.offered) return null;
  const shown = typeof parameter.value === "number" ? parameter.value : value;
  const percent = t("sliders.percent", { percent: Math.round(shown * 100) });
  return (
    <div className="min-w-0">
      <div className="flex h-6 items-center justify-between gap-2">
        <span className="text-xs text-ink-soft">{t(`sliders.${name}`)}</span>
        {parameter.yours ? (
          <Yours name={t(`sliders.${name}`)} onReset={parameter.reset} />
        ) : (
          <span className="text-xs text-ink-soft tabular">{percent}</span>
        )}
      </div>
      <Slider
        label={t(`sliders.${name}`)}
        valueText={percent}
        min={0}
        max={1}
        step={0.05}
        disabled={held.yours}
        value={shown}
        onValueChange={(next) => parameter.set(Math.round(next * 100) / 100)}
      />
    </div>
  );
}
