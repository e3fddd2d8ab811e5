import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight, Download } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { JobProgress } from "@/components/job/job-progress";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { refresh } from "@/lib/api/cache";
import { useDownloads } from "@/lib/downloads/store";
import { useJob } from "@/lib/jobs/use-job";

interface SubmittedProps {
  jobId: string;
  /** As an archive is saved. */
  fileName?: string;
  onOpenTrack?: () => void;
}

/** A job that was just asked for, in the place where it was: how far it is, and then its result. */
export function Submitted({ jobId, fileName, onOpenTrack }: SubmittedProps) {
  const { t } = useTranslation("track");
  const client = useQueryClient();
  const add = useDownloads((downloads) => downloads.add);
  const { job, gone, error } = useJob(jobId);
  const completed = job?.status === "completed";
  useEffect(() => {
    if (completed) void refresh(client, "/api/v1/tracks");
  }, [completed, client]);
  if (error) return <Failure error={error} />;
  if (gone) return <p className="text-sm text-ink-soft">{t("job.gone")}</p>;
  if (!job) return <Skeleton className="h-12 w-full" />;
  const [trackId] = job.track_ids;
  const file = job.links.file;
  return (
    <div className="grid gap-3">
      <JobProgress job={job} cancelable />
      {completed && trackId && (
        <Button asChild look="primary" className="justify-self-start">
          <Link to="/library/$trackId" params={{ trackId }} onClick={onOpenTrack}>
            {t("job.open")}
            <ArrowRight aria-hidden />
          </Link>
        </Button>
      )}
      {completed && file && (
        <Button
          look="primary"
          className="justify-self-start"
          onClick={() => add({ url: file, name: fileName ?? "export.zip" })}
        >
          <Download aria-hidden />
          {t("job.save")}
        </Button>
      )}
    </div>
  );
}
