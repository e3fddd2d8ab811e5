import { useTranslation } from "react-i18next";
import type { Job } from "@/lib/api/client";
import { useProblem } from "@/lib/api/use-problem";
import { cn } from "@/lib/cn";

/** Why a job failed, and what to do about it. */
export function Trouble({ job, compact }: { job: Job; compact?: boolean }) {
  const { t } = useTranslation("common");
  const problem = useProblem({ error: job.error });
  return (
    <div className={cn("mt-1.5 text-sm", compact ? "pl-12" : "pl-13")}>
      <p className="font-medium text-bad">{problem.title}</p>
      <p className="break-words">{problem.message}</p>
      <p className="break-words text-ink-soft">{problem.recovery}</p>
      {problem.reference && (
        <p className="text-xs text-ink-soft">
          {t("errors.reference", { reference: problem.reference })}
        </p>
      )}
    </div>
  );
}
