import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TrackChange } from "@/lib/tracks/batches";
import type { TextField } from "./draft";

const SHOWN = 100;

/** What would change, track by track. */
export function Changes({ changes }: { changes: readonly TrackChange[] }) {
  const { t } = useTranslation("shared");
  if (!changes.length)
    return <p className="py-6 text-center text-ink-soft">{t("batchForm.same")}</p>;
  return (
    <div className="grid gap-3">
      <p className="text-sm text-ink-soft">{t("batchForm.changing", { count: changes.length })}</p>
      <ul className="grid gap-2">
        {changes.slice(0, SHOWN).map((change) => (
          <li key={change.track_id} className="min-w-0 rounded-xl border p-3">
            <p className="truncate text-sm font-medium">{change.title}</p>
            <dl className="mt-1.5 grid gap-1 text-[0.8125rem]">
              {Object.entries(change.fields).map(([name, { before, after }]) => (
                <div key={name} className="flex flex-wrap items-baseline gap-x-2">
                  <dt className="text-ink-soft">{t(`batchForm.field.${name as TextField}`)}:</dt>
                  <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                    <s className="min-w-0 break-words text-ink-soft">{told(before, t)}</s>
                    <ArrowRight aria-hidden className="size-3.5 self-center" />
                    <span className="min-w-0 break-words">{told(after, t)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      {changes.length > SHOWN && (
        <p className="text-sm text-ink-soft">
          {t("batchForm.andMore", { count: changes.length - SHOWN })}
        </p>
      )}
    </div>
  );
}

type Words = (key: "batchForm.yes" | "batchForm.no" | "batchForm.empty") => string;

function told(value: unknown, t: Words): string {
  if (typeof value === "boolean") return value ? t("batchForm.yes") : t("batchForm.no");
  const text = Array.isArray(value) ? value.join(", ") : String(value ?? "");
  return text || t("batchForm.empty");
}
