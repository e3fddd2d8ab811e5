import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";

export const FORMATS = ["mp3", "wav", "flac", "m4a", "opus", "ogg"] as const;
export type Format = (typeof FORMATS)[number];

interface FormatChoiceProps {
  value: readonly Format[];
  onChange: (formats: Format[]) => void;
}

/** Which audio files to write; at least one. */
export function FormatChoice({ value, onChange }: FormatChoiceProps) {
  const { t } = useTranslation("track");
  const id = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t("formats.label")}</legend>
      <div className="flex flex-wrap gap-2">
        {FORMATS.map((format) => (
          <label
            key={format}
            htmlFor={`${id}-${format}`}
            className="flex min-h-10 cursor-pointer items-center gap-2 rounded-lg border px-3 text-sm has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft"
          >
            <Checkbox
              id={`${id}-${format}`}
              className="disabled:opacity-100"
              checked={value.includes(format)}
              disabled={value.length === 1 && value.includes(format)}
              onCheckedChange={(on) =>
                onChange(
                  FORMATS.filter((one) => (one === format ? on === true : value.includes(one))),
                )
              }
            />
            {format.toUpperCase()}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
