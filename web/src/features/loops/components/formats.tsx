import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import { bytes } from "@/lib/format";
import { bytesOf, type Sounding } from "../model/size";
import { FORMATS, type Format, type Mode } from "../search";

interface FormatsProps {
  value: readonly Format[];
  /** How long it becomes; null where nobody knows yet. */
  seconds: number | null;
  source: Sounding | null;
  mode: Mode;
  onChange: (formats: Format[]) => void;
}

/** Which files to write, at least one, with about what each will weigh. */
export function Formats({ value, seconds, source, mode, onChange }: FormatsProps) {
  const { t, i18n } = useTranslation("loops");
  const id = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t("formats.label")}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-2">
        {FORMATS.map((format) => (
          <label
            key={format}
            htmlFor={`${id}-${format}`}
            className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg border px-3 text-sm has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft"
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
            <span className="grid min-w-0 py-1 leading-tight">
              <span className="font-medium">{format.toUpperCase()}</span>
              {seconds !== null && source && (
                <span className="tabular text-xs whitespace-nowrap text-ink-soft">
                  {`≈ ${bytes(bytesOf(format, seconds, source, mode), i18n.language)}`}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
