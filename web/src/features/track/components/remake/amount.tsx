import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Slider } from "@/components/ui/slider";

interface AmountProps {
  label: string;
  /** Null: as it is. */
  value: number | null;
  /** How it is now. */
  now: number;
  min: number;
  max: number;
  step: number;
  /** A value in words. */
  tell: (value: number) => string;
  onChange: (value: number | null) => void;
}

/** An amount that stays as it is until it is touched. */
export function Amount({ label, value, now, min, max, step, tell, onChange }: AmountProps) {
  const { t } = useTranslation("track");
  const shown = value ?? now;
  return (
    <div className="min-w-0">
      <div className="flex h-8 items-center justify-between gap-2 text-sm">
        <span aria-hidden className="truncate font-medium">
          {label}
        </span>
        <span className="flex items-center gap-1">
          <span className={value === null ? "text-ink-soft" : "tabular font-medium"}>
            {value === null ? t("remake.same", { value: tell(now) }) : tell(value)}
          </span>
          {value !== null && (
            <IconButton
              label={t("remake.reset", { name: label })}
              size="smallIcon"
              onClick={() => onChange(null)}
            >
              <RotateCcw aria-hidden />
            </IconButton>
          )}
        </span>
      </div>
      <Slider
        label={label}
        min={min}
        max={max}
        step={step}
        value={shown}
        valueText={value === null ? t("remake.same", { value: tell(now) }) : tell(value)}
        onValueChange={onChange}
      />
    </div>
  );
}
