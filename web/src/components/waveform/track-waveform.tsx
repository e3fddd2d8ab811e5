import { keepPreviousData } from "@tanstack/react-query";
import { Repeat } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { later } from "@/components/ui/later";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { $api, type Track } from "@/lib/api/client";
import { playableOf, useCurrent, usePlayer, usePosition } from "@/lib/player/store";
import { preciseClock, type WaveformRegion, type WaveformSection } from "./geometry";
import { useLoopedPart } from "./use-looped-part";
import type { WaveformProps } from "./waveform";
import { ZoomButtons, type Zoom } from "./zoom-buttons";

/** It brings a drawing board of its own, for which the rest of the page needn't wait. */
const Waveform = later<WaveformProps>(
  () => import("./waveform").then((all) => ({ default: all.Waveform })),
  {
    waiting: ({ heightPx = HEIGHT_PX, sections }: WaveformProps) => (
      <Place heightPx={heightPx} sections={sections} />
    ),
  },
);

const HEIGHT_PX = 112;

interface TrackWaveformProps {
  track: Track;
  sections?: readonly WaveformSection[];
  heightPx?: number;
}

/** A library track's waveform: it follows the player, and whoever touches it is heard there. */
export function TrackWaveform({ track, sections, heightPx = HEIGHT_PX }: TrackWaveformProps) {
  const { t } = useTranslation("shared");
  const [zoom, setZoom] = useState<Zoom>(1);
  const [regions, setRegions] = useState<WaveformRegion[] | null>(null);
  const part = regions?.[0] ?? null;
  useLoopedPart(track.id, part);
  const seek = useSeekIn(track);
  const waveform = $api.useQuery(
    "get",
    "/api/v1/tracks/{track_id}/waveform",
    { params: { path: { track_id: track.id }, query: { buckets: zoom > 2 ? 4000 : 1200 } } },
    { staleTime: Infinity, placeholderData: keepPreviousData },
  );
  const mark = (next: WaveformRegion[]) => {
    setRegions(next);
    const isNew = next[0]?.id !== part?.id;
    if (next[0] && isNew) seek(next[0].startSeconds);
  };
  const toggleLoop = () => {
    if (regions) return setRegions(null);
    const begun = partAround(usePosition.getState().seconds, track.duration_seconds, sections);
    setRegions([{ id: "part", label: t("waveform.part"), ...begun }]);
    seek(begun.startSeconds);
  };
  if (waveform.error) {
    return <Failure error={waveform.error} onRetry={() => void waveform.refetch()} />;
  }
  return (
    <div>
      {waveform.data ? (
        <Followed
          track={track}
          label={t("waveform.of", { title: track.title })}
          peaks={waveform.data.peaks}
          sections={sections}
          regions={regions ?? undefined}
          onRegionsChange={regions ? mark : undefined}
          drawing={regions !== null}
          zoom={zoom}
          heightPx={heightPx}
          onSeek={seek}
        />
      ) : (
        <Place heightPx={heightPx} sections={sections} />
      )}
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          size="small"
          look="quiet"
          aria-pressed={regions !== null}
          className="aria-pressed:bg-accent-soft aria-pressed:text-ink"
          onClick={toggleLoop}
        >
          <Repeat aria-hidden />
          {t("waveform.loopPart")}
        </Button>
        <p aria-live="polite" className="tabular min-w-0 text-xs text-ink-soft">
          {part &&
            t("waveform.partSpan", {
              from: preciseClock(part.startSeconds),
              to: preciseClock(part.endSeconds),
            })}
        </p>
        <div className="ml-auto">
          <ZoomButtons zoom={zoom} onZoom={setZoom} />
        </div>
      </div>
    </div>
  );
}

/** As high as the waveform, until it is there. */
function Place({
  heightPx,
  sections,
}: Required<Pick<WaveformProps, "heightPx">> & { sections: TrackWaveformProps["sections"] }) {
  return (
    <div style={{ height: heightPx + (sections?.length ? 34 : 0) }}>
      <Skeleton className="size-full" />
    </div>
  );
}

type FollowedProps = Omit<WaveformProps, "durationSeconds"> & { track: Track };

/** Apart, since the player's position changes some times a second. */
function Followed({ track, ...waveform }: FollowedProps) {
  const mine = useCurrent()?.trackId === track.id;
  const seconds = usePosition((position) => (mine ? position.seconds : 0));
  const playing = usePlayer((player) => mine && player.playing);
  return (
    <Waveform
      {...waveform}
      durationSeconds={track.duration_seconds}
      seconds={seconds}
      playing={playing}
    />
  );
}

/** Moves the playhead of a track; one that isn't in the player is begun there. */
function useSeekIn(track: Track): (seconds: number) => void {
  const mine = useCurrent()?.trackId === track.id;
  return (seconds) => {
    const playable = playableOf(track);
    if (!mine && playable) usePlayer.getState().play([playable]);
    usePlayer.getState().seek(seconds);
  };
}

/** The section around a moment, or else some seconds from it on. */
function partAround(
  seconds: number,
  durationSeconds: number,
  sections: readonly WaveformSection[] = [],
): { startSeconds: number; endSeconds: number } {
  const around = sections.findLast((one) => one.startSeconds <= seconds + 0.001);
  if (around && sections.length > 1) {
    return { startSeconds: around.startSeconds, endSeconds: around.endSeconds };
  }
  const length = Math.min(8, durationSeconds / 2);
  const startSeconds = Math.min(seconds, durationSeconds - length);
  return { startSeconds, endSeconds: startSeconds + length };
}
