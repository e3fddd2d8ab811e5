import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowUpRight, Download, Play, RotateCcw, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { Job } from "@/lib/api/client";
import { listen, save } from "@/lib/jobs/announce";
import { useJobActions } from "../api/use-job-actions";

interface JobButtonsProps {
  job: Job;
  name: string;
  compact?: boolean;
}

/** What can be done with a job as it stands. */
export function JobButtons({ job, name, compact }: JobButtonsProps) {
  const { t } = useTranslation("jobs");
  const { cancel, retry, retrying } = useJobActions();
  const client = useQueryClient();
  const size = compact ? "smallIcon" : "icon";
  const [first, ...others] = job.track_ids;
  return (
    <div className="flex shrink-0 items-center gap-0.5">
      {first && (
        <IconButton
          label={t("listenTo", { name })}
          size={size}
          onClick={() => void listen(client, job.track_ids)}
        >
          <Play aria-hidden className="fill-current" />
        </IconButton>
      )}
      {first && !others.length && job.status === "completed" && (
        <IconButton label={t("openTrack", { name })} size={size} asChild>
          <Link
            to="/library/$trackId"
            params={{ trackId: first }}
            aria-label={t("openTrack", { name })}
          >
            <ArrowUpRight aria-hidden />
          </Link>
        </IconButton>
      )}
      {job.links.file && (
        <IconButton label={t("save", { name })} size={size} onClick={() => save(job)}>
          <Download aria-hidden />
        </IconButton>
      )}
      {job.links.retry && (
        <Button
          size="small"
          aria-label={t("retryOf", { name })}
          busy={retrying === job.id}
          onClick={() => retry(job)}
        >
          <RotateCcw aria-hidden />
          <span className="max-sm:sr-only">{t("retry")}</span>
        </Button>
      )}
      {job.links.cancel && (
        <IconButton
          label={t("stop", { name })}
          size={size}
          busy={job.cancel_requested}
          onClick={() => cancel(job)}
        >
          {!job.cancel_requested && <X aria-hidden />}
        </IconButton>
      )}
    </div>
  );
}
