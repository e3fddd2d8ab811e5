import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Dices, ExternalLink, Play, SlidersHorizontal, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { JobProgress } from "@/components/job/job-progress";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/surface";
import { $api, type Track } from "@/lib/api/client";
import { clock } from "@/lib/format";
import { jobWords } from "@/lib/jobs/describe";
import { useJob } from "@/lib/jobs/use-job";
import { playableOf, usePlayer } from "@/lib/player/store";
import type { CreateValues } from "../model/form";
import type { Made } from "../model/made";
import { useNames } from "./use-names";

interface ResultsProps {
  made: readonly Made[];
  onDismiss: (jobId: string) => void;
  /** The same again, with other dice. */
  onAgain: (values: CreateValues) => void;
  /** Its settings back into the form. */
  onRestore: (values: CreateValues) => void;
}

/** The newest orders, in their place: how far they are, then their tracks. */
export default function Results({ made, ...acts }: ResultsProps) {
  const { t } = useTranslation("create");
  return (
    <section aria-label={t("results.title")} className="flex flex-col gap-2">
      {made.map((one) => (
        <Result key={one.jobId} made={one} {...acts} />
      ))}
    </section>
  );
}

function Result({
  made,
  onDismiss,
  onAgain,
  onRestore,
}: Omit<ResultsProps, "made"> & { made: Made }) {
  const { t } = useTranslation("create");
  const { job, gone, error } = useJob(made.jobId);
  if (gone || error) return null;
  if (!job) return <Skeleton className="h-24 w-full rounded-2xl" />;
  const done = job.status === "completed";
  return (
    <article className="animate-rise rounded-2xl border bg-surface p-3 sm:p-4">
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          {!done && <h3 className="mb-2 truncate text-sm font-semibold">{jobWords(job)}</h3>}
          {done ? <Tracks ids={job.track_ids} /> : <JobProgress job={job} cancelable />}
        </div>
        {done && (
          <IconButton
            label={t("results.dismiss")}
            size="smallIcon"
            onClick={() => onDismiss(made.jobId)}
          >
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {["completed", "failed", "canceled"].includes(job.status) && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button size="small" onClick={() => onAgain(made.values)}>
            <Dices aria-hidden />
            {t("results.another")}
          </Button>
          <Button size="small" look="quiet" onClick={() => onRestore(made.values)}>
            <SlidersHorizontal aria-hidden />
            {t("results.restore")}
          </Button>
          {!done && (
            <Button size="small" look="quiet" onClick={() => onDismiss(made.jobId)}>
              {t("results.dismiss")}
            </Button>
          )}
        </div>
      )}
      {done && (
        <p role="status" className="sr-only">
          {t("results.ready", { count: job.track_ids.length })}
        </p>
      )}
    </article>
  );
}

function Tracks({ ids }: { ids: readonly string[] }) {
  const tracks = useQueries({
    queries: ids.map((id) =>
      $api.queryOptions("get", "/api/v1/tracks/{track_id}", { params: { path: { track_id: id } } }),
    ),
  });
  const known = tracks.flatMap((one) => one.data ?? []);
  return (
    <ul className="flex flex-col gap-2">
      {ids.map((id) => {
        const track = known.find((one) => one.id === id);
        return (
          <li key={id}>
            {track ? (
              <TrackLine track={track} queue={known} />
            ) : (
              <Skeleton className="h-12 w-full" />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function TrackLine({ track, queue }: { track: Track; queue: readonly Track[] }) {
  const { t } = useTranslation("create");
  const names = useNames();
  const listen = () => {
    const playable = queue.flatMap((one) => playableOf(one) ?? []);
    const start = playable.findIndex((one) => one.trackId === track.id);
    if (start >= 0) usePlayer.getState().play(playable, start);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Cover track={track} size={48} />
      <div className="min-w-0 grow basis-40">
        <Link
          to="/library/$trackId"
          params={{ trackId: track.id }}
          className="block truncate font-semibold hover:underline"
        >
          {track.title}
        </Link>
        <p className="truncate text-[0.8125rem] text-ink-soft tabular">
          {[
            clock(track.duration_seconds),
            track.key && names.key(track.key),
            track.tempo_bpm && t("meanings.tempo", { bpm: Math.round(track.tempo_bpm) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          size="small"
          look="primary"
          onClick={listen}
          aria-label={t("results.listenTo", { title: track.title })}
        >
          <Play aria-hidden />
          {t("results.listen")}
        </Button>
        <Button asChild size="small">
          <Link
            to="/library/$trackId"
            params={{ trackId: track.id }}
            aria-label={t("results.openTrack", { title: track.title })}
          >
            <ExternalLink aria-hidden />
            {t("results.open")}
          </Link>
        </Button>
      </div>
    </div>
  );
}
