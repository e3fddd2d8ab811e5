import { Link } from "@tanstack/react-router";
import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { JobProgress } from "@/components/job/job-progress";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/surface";
import { $api } from "@/lib/api/client";
import { clock } from "@/lib/format";
import { useJob } from "@/lib/jobs/use-job";
import { playableOf, usePlayer } from "@/lib/player/store";
import { useWords } from "@/lib/words/use-words";

/** Something that was ordered: how far it is, then its track. */
export function OrderBubble({ jobId }: { jobId: string }) {
  const { t } = useTranslation("freestyle");
  const { job, gone } = useJob(jobId);
  if (gone) return <p className="text-sm text-ink-soft">{t("order.gone")}</p>;
  if (!job) return <Skeleton className="h-18 w-full rounded-2xl" />;
  const [trackId] = job.track_ids;
  return (
    <div className="animate-rise rounded-2xl border bg-surface p-3 sm:p-4">
      {job.status === "completed" && trackId ? (
        <MadeTrack id={trackId} />
      ) : (
        <JobProgress job={job} cancelable />
      )}
    </div>
  );
}

function MadeTrack({ id }: { id: string }) {
  const { t } = useTranslation("freestyle");
  const { data: track } = $api.useQuery("get", "/api/v1/tracks/{track_id}", {
    params: { path: { track_id: id } },
  });
  const words = useWords();
  if (!track) return <Skeleton className="h-12 w-full" />;
  const playable = playableOf(track);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Cover track={track} size={48} />
      <div className="min-w-0 grow basis-36">
        <Link
          to="/library/$trackId"
          params={{ trackId: id }}
          className="block truncate font-semibold hover:underline"
        >
          {track.title}
        </Link>
        <p className="truncate text-[0.8125rem] text-ink-soft">
          {[clock(track.duration_seconds), words.genre(track.genre), words.key(track.key)]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {playable && (
        <Button
          size="small"
          look="primary"
          aria-label={t("order.listenTo", { title: track.title })}
          onClick={() => usePlayer.getState().play([playable])}
        >
          <Play aria-hidden />
          {t("order.listen")}
        </Button>
      )}
      <p role="status" className="sr-only">
        {t("order.ready", { title: track.title })}
      </p>
    </div>
  );
}
