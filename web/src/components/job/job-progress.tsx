import { useMutation } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleSlash, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { notifyFailure } from "@/components/ui/notify";
import { Progress } from "@/components/ui/progress";
import { Failure } from "@/components/ui/states";
import { api, type Job } from "@/lib/api/client";
import { isFinal } from "@/lib/jobs/cache";
import { cn } from "@/lib/cn";
import { useJobWords } from "./words";

interface JobProgressProps {
  job: Job;
  /** With a button that stops it. */
  cancelable?: boolean;
  className?: string;
}

/** How far a job is, in words and as a bar; its end is said aloud. `useJob(id)` gives it live. */
export function JobProgress({ job, cancelable, className }: JobProgressProps) {
  const { t } = useTranslation("shared");
  const words = useJobWords(job);
  return (
    <div className={cn("grid min-w-0 gap-1.5", className)}>
      {isFinal(job) ? (
        <Ended job={job} />
      ) : (
        <div className="flex items-center gap-2">
          <div className="min-w-0 grow">
            <p className="flex items-baseline justify-between gap-3 text-sm">
              <span className="truncate">{words.state}</span>
              <span className="tabular shrink-0 text-[0.8125rem] text-ink-soft">{words.left}</span>
            </p>
            <Progress
              className="mt-1.5"
              value={job.status === "queued" ? 0 : job.progress}
              label={t("job.progress")}
            />
          </div>
          {cancelable && <CancelButton job={job} />}
        </div>
      )}
      <p role="status" className="sr-only">
        {isFinal(job) && job.status !== "failed" ? words.state : ""}
      </p>
    </div>
  );
}

const ICONS = {
  completed: <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />,
  canceled: <CircleSlash aria-hidden className="size-4 shrink-0 text-ink-soft" />,
  failed: <CircleAlert aria-hidden className="size-4 shrink-0 text-bad" />,
};

function Ended({ job }: { job: Job }) {
  const { state } = useJobWords(job);
  if (job.status === "failed") return <Failure error={{ error: job.error }} />;
  return (
    <p aria-hidden className="flex items-center gap-2 text-sm">
      {job.status === "completed" ? ICONS.completed : ICONS.canceled}
      {state}
    </p>
  );
}

function CancelButton({ job }: { job: Job }) {
  const { t } = useTranslation("shared");
  const cancel = useMutation({
    mutationFn: () =>
      api.POST("/api/v1/jobs/{job_id}/cancel", { params: { path: { job_id: job.id } } }),
    onError: (error) => notifyFailure(error),
  });
  return (
    <IconButton
      label={t("job.cancel")}
      size="smallIcon"
      busy={cancel.isPending || job.cancel_requested}
      onClick={() => cancel.mutate()}
    >
      {!(cancel.isPending || job.cancel_requested) && <X aria-hidden />}
    </IconButton>
  );
}
