import { useId } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import type { DetailName, Details, Side } from "../../model/details";

export type Choice = Partial<Record<DetailName, Side>>;

interface ConflictProps {
  mine: Details;
  theirs: Details;
  choice: Choice;
  onChoose: (choice: Choice) => void;
}

const SIDES: readonly Side[] = ["mine", "theirs"];

/** Both versions of every field that differs, to choose from. */
export function Conflict({ mine, theirs, choice, onChoose }: ConflictProps) {
  const { t } = useTranslation("track");
  const id = useId();
  const told = (value: Details[DetailName]): string => {
    if (Array.isArray(value)) return value.join(", ");
    if (typeof value === "boolean") return value ? t("conflict.yes") : t("conflict.no");
    return value === null ? "" : String(value);
  };
  return (
    <div className="grid gap-5">
      {(Object.keys(choice) as DetailName[]).map((name) => (
        <fieldset key={name}>
          <legend className="mb-1.5 text-sm font-medium">{t(`detail.${name}`)}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {SIDES.map((side) => (
              <label
                key={side}
                className={cn(
                  "grid cursor-pointer grid-cols-[auto_1fr] items-start gap-x-3 rounded-xl border p-3",
                  choice[name] === side && "border-accent bg-accent-soft",
                )}
              >
                <input
                  type="radio"
                  name={`${id}-${name}`}
                  checked={choice[name] === side}
                  onChange={() => onChoose({ ...choice, [name]: side })}
                  className="row-span-2 mt-0.5 size-4.5 accent-(--accent)"
                />
                <span className="text-xs text-ink-soft">{t(`conflict.${side}`)}</span>
                <span className="line-clamp-4 min-w-0 text-sm break-words whitespace-pre-line">
                  {told((side === "mine" ? mine : theirs)[name]) || t("conflict.empty")}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
