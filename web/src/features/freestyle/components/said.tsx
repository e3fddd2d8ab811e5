import { Check, CircleHelp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/ui/surface";
import type { Schema } from "@/lib/api/client";

interface SaidProps {
  text: string;
  /** What it did; undefined while the answer is on its way. */
  answer: Schema<"SaidOut"> | undefined;
}

/** Something I said, and what it did. */
export function Said({ text, answer }: SaidProps) {
  const { t } = useTranslation("freestyle");
  const Icon = answer?.understood ? Check : CircleHelp;
  return (
    <div className="grid gap-1.5">
      <p className="ml-auto max-w-[85%] rounded-2xl rounded-br-md bg-accent-soft px-4 py-2.5 break-words whitespace-pre-wrap">
        <span className="sr-only">{t("log.you")} </span>
        {text}
      </p>
      {answer ? (
        <p className="flex items-start gap-2 text-sm text-ink-soft">
          <Icon
            aria-hidden
            className={`mt-0.5 size-4 shrink-0 ${answer.understood ? "text-good" : "text-warn"}`}
          />
          <span className="min-w-0 break-words">{answer.effect}</span>
        </p>
      ) : (
        <Skeleton className="h-5 w-40" />
      )}
    </div>
  );
}
