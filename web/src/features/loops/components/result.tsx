import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, ExternalLink, Play, X } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { JobProgress } from "@/components/job/job-progress";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Failure } from "@/components/ui/states";
import { Card, Skeleton } from "@/components/ui/surface";
import { refresh } from "@/lib/api/cache";
import { $api, type Track } from "@/lib/api/client";
import { SERVER_LANGUAGE } from "@/lib/api/use-problem";
import { useDownloads } from "@/lib/downloads/store";
import { bytes, clock } from "@/lib/format";
import { useJob } from "@/lib/jobs/use-job";
import { playableOf, usePlayer } from "@/lib/player/store";

interface ResultProps {
  jobId: string;
  onDismiss: () => void;
}

/** The loop that was asked for last: how far it is, and then the loop. */
export function Result({ jobId, onDismiss }: ResultProps) {
  const { t } = useTranslation("loops");
  const client = useQueryClient();
  const { job, gone, error } = useJob(jobId);
  const completed = job?.status === "completed";
  const trackId = (completed && job.track_ids[0]) || "";
  const track = $api.useQuery(
    "get",
    "/api/v1/tracks/{track_id}",
    { params: { path: { track_id: trackId } } },
    { enabled: trackId !== "" },
  );
  useEffect(() => {
    if (completed) void refresh(client, "/api/v1/tracks");
  }, [completed, client]);
  const notices = Array.isArray(job?.result.notices) ? job.result.notices.map(String) : [];
  const ended = job && ["completed", "failed", "canceled"].includes(job.status);
  return (
    <Card aria-label={t("result.title")} className="animate-rise">
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 grow gap-3">
          {Boolean(error) && <Failure error={error} />}
          {gone && <p className="text-sm text-ink-soft">{t("result.gone")}</p>}
          {!job && !gone && !error && <Skeleton className="h-12 w-full" />}
          {job && <JobProgress job={job} cancelable />}
          {completed && track.data && <Made track={track.data} />}
          {Boolean(track.error) && <Failure error={track.error} />}
          {notices.length > 0 && (
            <ul lang={SERVER_LANGUAGE} className="grid gap-1 text-[0.8125rem] text-ink-soft">
              {notices.map((notice) => (
                <li key={notice}>{notice}</li>
              ))}
            </ul>
          )}
        </div>
        {(ended || gone || Boolean(error)) && (
          <IconButton label={t("result.dismiss")} size="smallIcon" onClick={onDismiss}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
    </Card>
  );
}

function Made({ track }: { track: Track }) {
  const { t, i18n } = useTranslation("loops");
  const add = useDownloads((downloads) => downloads.add);
  const sound = track.files.filter((file) => file.kind === "audio");
  const name = [track.artist, track.title].filter(Boolean).join(" - ");
  const listen = () => {
    const playable = playableOf(track);
    if (playable) usePlayer.getState().play([playable]);
  };
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-3">
        <Cover track={track} size={48} />
        <div className="min-w-0">
          <p className="truncate font-semibold">{track.title}</p>
          <p className="tabular text-[0.8125rem] text-ink-soft">{clock(track.duration_seconds)}</p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          look="primary"
          onClick={listen}
          aria-label={t("result.listenTo", { title: track.title })}
        >
          <Play aria-hidden />
          {t("result.listen")}
        </Button>
        <Button asChild size="small">
          <Link to="/library/$trackId" params={{ trackId: track.id }}>
            <ExternalLink aria-hidden />
            {t("result.open")}
          </Link>
        </Button>
        {sound.map((file) => (
          <Button
            key={file.format}
            size="small"
            aria-label={t("result.download", { format: file.format.toUpperCase() })}
            onClick={() =>
              add({
                url: `${file.url}&download=true`,
                name: `${name}.${file.format}`,
                bytes: file.bytes,
              })
            }
          >
            <Download aria-hidden />
            {file.format.toUpperCase()}
            <span className="tabular font-normal text-ink-soft">
              {bytes(file.bytes, i18n.language)}
            </span>
          </Button>
        ))}
      </div>
    </div>
  );
}
