import { ArrowRight, CircleHelp, Info } from "lucide-react";
import { useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useCreating } from "../context";
import type { CreateValues } from "../model/form";
import { readMeaning } from "../model/meanings";
import { type ToldMeaning, useNames } from "./use-names";

/** Which words were understood as what, which were not, and what was decided otherwise. */
export function Understood() {
  const { t } = useTranslation("create");
  const { outline, vocabulary } = useCreating();
  const names = useNames();
  const wordless = !useWatch<CreateValues, "prompt">({ name: "prompt" }).trim();
  if (!outline) return null;
  const { understood, ignored } = outline;
  // The engine tells what it decides by itself; without words that is everything.
  const notices = wordless ? [] : outline.notices;
  const instruments = new Set(vocabulary?.instruments.map((one) => one.id));
  return (
    <div className="flex flex-col gap-3">
      {(understood.length > 0 || ignored.length > 0) && (
        <ul aria-label={t("understood.label")} className="flex flex-wrap gap-1.5 text-[0.8125rem]">
          {understood.map((one, index) => (
            <li
              key={`${one.text} ${index}`}
              className="flex min-h-7 max-w-full flex-wrap items-center gap-x-1.5 rounded-xl bg-raised px-2.5 py-1"
            >
              <Meaning
                text={one.text}
                meanings={one.meaning
                  .split("; ")
                  .map((meaning) => names.meaning(readMeaning(meaning, instruments)))}
              />
            </li>
          ))}
          {ignored.map((word) => (
            <li
              key={word}
              className="flex min-h-7 max-w-full items-center gap-1.5 rounded-xl border border-dashed border-line-strong px-2.5 py-1 text-ink-soft"
            >
              <CircleHelp aria-hidden className="size-3.5 shrink-0" />
              <span className="truncate">{word}</span>
              <span className="sr-only">{t("understood.ignored")}</span>
            </li>
          ))}
        </ul>
      )}
      {ignored.length > 0 && (
        <p className="flex items-center gap-1.5 text-xs text-ink-soft">
          <CircleHelp aria-hidden className="size-3.5 shrink-0" />
          {t("understood.ignoredNote")}
        </p>
      )}
      {wordless && (
        <p className="flex items-start gap-2 text-[0.8125rem]">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
          {t("understood.wordless")}
        </p>
      )}
      {notices.length > 0 && (
        <ul className="flex flex-col gap-1.5 text-[0.8125rem]">
          {notices.map((notice) => (
            <li key={notice} className="flex items-start gap-2">
              <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
              <span lang="en" className="min-w-0 break-words">
                {notice}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface MeaningProps {
  text: string;
  meanings: readonly ToldMeaning[];
}

/** "chill → lo-fi genre"; a word that means itself stands once. */
function Meaning({ text, meanings }: MeaningProps) {
  const { t } = useTranslation("create");
  const itself = meanings.every(
    ({ name, overruled }) => !overruled && name.toLowerCase() === text.toLowerCase(),
  );
  return (
    <>
      {!itself && (
        <>
          <span className="text-ink-soft">{text}</span>
          <ArrowRight
            role="img"
            aria-label={t("understood.means")}
            className="size-3 shrink-0 text-ink-soft"
          />
        </>
      )}
      {meanings.map(({ name, kind, overruled }, index) => (
        <span key={`${name} ${kind}`}>
          {overruled ? (
            <>
              <s className="text-ink-soft">{name}</s>
              <span className="sr-only">{t("understood.overruled")}</span>
            </>
          ) : (
            <span className="font-medium">{name}</span>
          )}
          {kind && <span className="text-ink-soft"> {kind}</span>}
          {index < meanings.length - 1 && ","}
        </span>
      ))}
    </>
  );
}
