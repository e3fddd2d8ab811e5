import { useTranslation } from "react-i18next";
import type { Piece } from "../model/piece";

/** The form, each section as wide as it is long and as strong as it is lively. */
export function SectionStrip({ sections }: { sections: Piece["sections"] }) {
  const { t } = useTranslation("freestyle");
  const told = sections
    .map(({ name, bars }) => `${name} (${t("form.bars", { count: bars })})`)
    .join(", ");
  return (
    <div className="mt-4">
      <p className="text-xs text-ink-soft">{t("form.label")}</p>
      <div role="img" aria-label={told} className="mt-1 flex h-11 items-end gap-0.5">
        {sections.map(({ name, bars, energy }, place) => (
          <div
            key={place}
            style={{ flexGrow: bars, height: `${40 + 60 * energy}%` }}
            className="min-w-1 basis-0 overflow-hidden rounded-md bg-accent-soft px-1.5 py-1 text-xs"
          >
            <span aria-hidden className="block truncate">
              {name}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
