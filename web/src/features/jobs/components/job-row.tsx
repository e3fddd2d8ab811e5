import {
  Archive,
  AudioLines,
  CircleAlert,
  CircleSlash,
  Clock,
  Download,
  type LucideIcon,
  Music,
  Repeat,
  SlidersHorizontal,
  Sparkles,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useJobWords } from "@/components/job/words";
import { Progress } from "@/components/ui/progress";
import { Badge } from "@/components/ui/surface";
import { ago, span } from "@/lib/format";
import type { Job } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { jobCount, jobKind, jobWords, type JobKind } from "@/lib/jobs/describe";
import { Elapsed } from "./elapsed";
import { JobButtons } from "./job-buttons";
import { Trouble } from "./trouble";

const ICONS: Record<JobKind, LucideIcon> = {
  generate: Music,
  remake: Sparkles,
  loop: Repeat,
  master: SlidersHorizontal,
  export: Archive,
  download: Download,
  other: AudioLines,
};

interface JobRowProps {
  job: Job;
  /** With less beside its name, for the drawer and for batches. */
  compact?: boolean;
  /** Before everything: what it is dragged by. */
  handle?: ReactNode;
  /** After everything: a menu. */
  menu?: ReactNode;
}

/** A job: what it is, how it stands, and what can be done with it. */
export function JobRow({ job, compact, handle, menu }: JobRowProps) {
  const { t } = useTranslation("jobs");
  const name = useJobName(job);
  const active = job.status === "running";
  return (
    <div className={cn("min-w-0", compact ? "py-1.5" : "py-2")}>
      <div className="flex min-w-0 items-center gap-3">
        {handle}
        <StateIcon job={job} small={compact} />
        <div className="min-w-0 grow">
          <p className="flex min-w-0 items-center gap-2">
            <span
              className={cn(
                "text-sm font-medium",
                // a failed one's button takes the room that a phone has
                job.status === "failed" ? "line-clamp-2 break-words" : "truncate",
              )}
            >
              {name}
            </span>
            {jobCount(job) > 1 && job.kind === "generate" && (
              <Badge>{t("times", { count: jobCount(job) })}</Badge>
            )}
          </p>
          <p className="line-clamp-2 text-[0.8125rem] break-words text-ink-soft">
            <Meta job={job} compact={compact} />
          </p>
        </div>
        <JobButtons job={job} name={name} compact={compact} />
        {menu}
      </div>
      {active && <RunningLine job={job} name={name} compact={compact} />}
      {job.status === "failed" && <Trouble job={job} compact={compact} />}
    </div>
  );
}

/** What a job is called: its title or prompt, else its kind. */
export function useJobName(job: Job): string {
  const { t } = useTranslation("shared");
  return jobWords(job) || t(`job.kind.${jobKind(job)}`, { count: jobCount(job) });
}

function StateIcon({ job, small }: { job: Job; small?: boolean }) {
  const Icon =
    job.status === "failed"
      ? CircleAlert
      : job.status === "canceled"
        ? CircleSlash
        : ICONS[jobKind(job)];
  const tones = {
    queued: "bg-raised text-ink-soft",
    running: "bg-accent-soft text-accent",
    completed: "bg-good-soft text-good",
    failed: "bg-bad-soft text-bad",
    canceled: "bg-raised text-ink-soft",
  };
  return (
    <span
      aria-hidden
      className={cn(
        "flex shrink-0 items-center justify-center rounded-lg",
        small ? "size-9" : "size-10",
        tones[job.status],
      )}
    >
      <Icon className="size-4.5" />
    </span>
  );
}

/** The line below the name. */
function Meta({ job, compact }: { job: Job; compact?: boolean }) {
  const { t, i18n } = useTranslation("jobs");
  const { t: shared } = useTranslation("shared");
  const { state, left } = useJobWords(job);
  const kind = shared(`job.kind.${jobKind(job)}`, { count: 1 });
  const own = jobWords(job) && job.kind !== "generate" ? kind : "";
  const parts: ReactNode[] = [];
  if (job.status === "queued")
    parts.push(<Clock aria-hidden className="mr-1 inline size-3.5 align-[-2px]" />, state, left);
  else if (job.status === "running") parts.push(state);
  else {
    parts.push(state, ago(job.finished_at ?? job.created_at, i18n.language));
    const took = tookSeconds(job);
    if (took !== null && !compact) parts.push(t("took", { time: span(took, i18n.language) }));
  }
  if (!compact && own) parts.push(own);
  return <Dotted parts={parts} />;
}

function Dotted({ parts }: { parts: ReactNode[] }) {
  const shown = parts.filter((part) => part !== "");
  return shown.map((part, place) => (
    <span key={place}>
      {place > 0 && typeof shown[place - 1] === "string" && " · "}
      {part}
    </span>
  ));
}

/** How long its last attempt worked; null when it never began. */
function tookSeconds(job: Job): number | null {
  if (job.status !== "completed" || !job.started_at || !job.finished_at) return null;
  return (new Date(job.finished_at).getTime() - new Date(job.started_at).getTime()) / 1000;
}

function RunningLine({ job, name, compact }: { job: Job; name: string; compact?: boolean }) {
  const { t } = useTranslation("jobs");
  const { left } = useJobWords(job);
  return (
    <div className={cn("mt-2", compact ? "pl-12" : "pl-13")}>
      <Progress value={job.progress} label={t("progressOf", { name })} />
      <p className="tabular mt-1 flex justify-between gap-3 text-[0.8125rem] text-ink-soft">
        <span>{job.started_at && <Elapsed since={job.started_at} />}</span>
        <span>{left}</span>
      </p>
    </div>
  );
}
