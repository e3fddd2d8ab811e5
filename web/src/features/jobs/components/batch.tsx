import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Layers, Play, X } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { $api, type Job, type Schema } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { span } from "@/lib/format";
import { isFinal } from "@/lib/jobs/cache";
import { listen } from "@/lib/jobs/announce";
import { useJobActions } from "../api/use-job-actions";
import { JobRow } from "./job-row";

type Batch = Schema<"BatchOut">;

interface BatchCardProps {
  batchId: string;
  /** Those of it that belong here; the rest is counted. */
  jobs: readonly Job[];
  compact?: boolean;
}

/** Jobs that were asked for together: one progress, and each of them on demand. */
export function BatchCard({ batchId, jobs, compact }: BatchCardProps) {
  const { t } = useTranslation("jobs");
  const [open, setOpen] = useState(false);
  const list = useId();
  const { data: batch } = $api.useQuery("get", "/api/v1/batches/{batch_id}", {
    params: { path: { batch_id: batchId } },
  });
  const all = batch?.jobs ?? jobs;
  const [only, ...others] = all;
  if (only && !others.length) {
    // One alone is nothing to fold; while it waits, it stands in the list of what waits.
    return only.status === "queued" ? null : (
      <JobRow job={only} {...(compact ? { compact } : {})} />
    );
  }
  const ready = all.flatMap((job) => job.track_ids);
  const ended = all.every(isFinal);
  return (
    <div className={cn("min-w-0", compact ? "py-1.5" : "py-2")}>
      <div className="flex min-w-0 items-center gap-3">
        <span
          aria-hidden
          className={cn(
            "flex shrink-0 items-center justify-center rounded-lg bg-info-soft text-info",
            compact ? "size-9" : "size-10",
          )}
        >
          <Layers className="size-4.5" />
        </span>
        <div className="min-w-0 grow">
          <p className="truncate text-sm font-medium">{t("batch.title", { count: all.length })}</p>
          <p className="line-clamp-2 text-[0.8125rem] break-words text-ink-soft">
            <Counts counts={batch?.counts ?? countsOf(jobs)} />
          </p>
        </div>
        <BatchButtons batchId={batchId} trackIds={ready} ended={ended} />
        <IconButton
          label={open ? t("batch.fold") : t("batch.unfold")}
          size="smallIcon"
          aria-expanded={open}
          aria-controls={list}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown aria-hidden className={cn("transition-transform", open && "rotate-180")} />
        </IconButton>
      </div>
      {batch && !ended && <BatchLine batch={batch} compact={compact} />}
      <ul id={list} hidden={!open} className="mt-1 ml-4.5 border-l pl-4">
        {open &&
          (batch?.jobs ?? jobs).map((job) => (
            <li key={job.id}>
              <JobRow job={job} compact />
            </li>
          ))}
      </ul>
    </div>
  );
}

interface BatchButtonsProps {
  batchId: string;
  trackIds: string[];
  ended: boolean;
}

function BatchButtons({ batchId, trackIds, ended }: BatchButtonsProps) {
  const { t } = useTranslation("jobs");
  const client = useQueryClient();
  const { cancelBatch } = useJobActions();
  return (
    <>
      {trackIds.length > 0 && (
        <IconButton
          label={t("batch.listen")}
          size="smallIcon"
          onClick={() => void listen(client, trackIds)}
        >
          <Play aria-hidden className="fill-current" />
        </IconButton>
      )}
      {!ended && (
        <IconButton label={t("batch.stop")} size="smallIcon" onClick={() => cancelBatch(batchId)}>
          <X aria-hidden />
        </IconButton>
      )}
    </>
  );
}

function BatchLine({ batch, compact }: { batch: Batch; compact?: boolean }) {
  const { t, i18n } = useTranslation(["jobs", "shared"]);
  return (
    <div className={cn("mt-2", compact ? "pl-12" : "pl-13")}>
      <Progress value={batch.progress} label={t("batch.progress")} />
      {batch.eta_seconds !== null && (
        <p className="tabular mt-1 text-right text-[0.8125rem] text-ink-soft">
          {t("shared:job.left", { time: span(batch.eta_seconds, i18n.language) })}
        </p>
      )}
    </div>
  );
}

const ORDER = ["completed", "running", "queued", "failed", "canceled"] as const;

function Counts({ counts }: { counts: Record<string, number> }) {
  const { t } = useTranslation("jobs");
  const parts = ORDER.filter((status) => counts[status]);
  return parts.map((status) => t(`batch.${status}`, { count: counts[status] ?? 0 })).join(" · ");
}

function countsOf(jobs: readonly Job[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of jobs) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
