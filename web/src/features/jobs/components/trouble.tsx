import { Fix } from "@/components/ui/fix";
import { Said } from "@/components/ui/states";
import type { Job } from "@/lib/api/client";
import { useProblem } from "@/lib/api/use-problem";
import { cn } from "@/lib/cn";

/** Why a job failed, and what to do about it. */
export function Trouble({ job, compact }: { job: Job; compact?: boolean }) {
  const problem = useProblem({ error: job.error });
  return (
    <div className={cn("mt-1.5 text-sm", compact ? "pl-12" : "pl-13")}>
      <p className="font-medium text-bad">{problem.title}</p>
      <Said problem={problem} />
      <div className="mt-2 empty:hidden">
        <Fix code={problem.code} />
      </div>
    </div>
  );
}
