import { Play, Square, SquareDashed } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/states";
import { Card, Skeleton } from "@/components/ui/surface";
import { Waveform, type Peaks, type WaveformRegion } from "@/components/waveform/waveform";
import { worthAnotherTry } from "@/lib/api/errors";
import { cn } from "@/lib/cn";
import type { Change } from "../api/use-order";
import type { Recording } from "../api/use-recording";
import { useSeam } from "../api/use-seam";
import { modeOf, numberOf, placeOf, type Candidate, type Place } from "../model/order";
import type { LoopsSearch } from "../search";
import { CandidateList } from "./candidate-list";
import { Edges } from "./edges";

const HEIGHT_PX = 120;
/** Where there is nothing to draw, the loop is set on a plain line. */
const PLAIN: Peaks = Array.from({ length: 200 }, () => [0, 0]);

export interface Looked {
  candidates: readonly Candidate[] | undefined;
  isPending: boolean;
  error: unknown;
  retry: () => void;
}

interface LoopBoardProps {
  order: LoopsSearch;
  recording: Recording;
  looked: Looked;
  onChange: Change;
}

/** The recording, its loops, and the one that is taken: seen, moved and heard. */
export function LoopBoard({ order, recording, looked, onChange }: LoopBoardProps) {
  const { t } = useTranslation("loops");
  const { candidates } = looked;
  const seam = useSeam({ track: order.track, upload: order.upload });
  const mode = modeOf(order, candidates);
  const place = placeOf(order, candidates);
  const byHand = order.start !== undefined;
  const picked = byHand || mode !== "seamless" ? null : (order.pick ?? 1);
  const whole = recording.seconds ?? 0;
  const title = recording.track?.title ?? recording.upload?.name ?? "";
  const label = t("board.loop");
  const [start, end] = [place?.start, place?.end];
  const regions = useMemo<WaveformRegion[]>(
    () =>
      start === undefined || end === undefined
        ? []
        : [{ id: "loop", label, startSeconds: start, endSeconds: end }],
    [start, end, label],
  );
  const set = ({ start: from, end: to }: Place) => {
    seam.stop();
    const exact = (seconds: number) => Math.round(seconds * 1e6) / 1e6;
    onChange({ start: exact(from), end: exact(Math.min(to, whole)) });
  };
  const setRegion = ([first]: WaveformRegion[]) => {
    if (first) set({ start: first.startSeconds, end: first.endSeconds });
  };
  const pick = (number: number) => {
    seam.stop();
    onChange({ pick: number, start: undefined, end: undefined });
  };
  const settable = mode !== "jukebox" && whole > 0;
  return (
    <Card aria-labelledby="loop-board" className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="loop-board" className="min-w-0 truncate font-semibold">
          {title || t("board.title")}
        </h2>
        {place && (
          <Button
            busy={seam.state === "loading"}
            aria-pressed={seam.state === "playing"}
            onClick={() => seam.toggle(place, numberOf("crossfade", order.crossfade) ?? null)}
          >
            {seam.state === "playing" ? <Square aria-hidden /> : <Play aria-hidden />}
            {seam.state === "playing" ? t("seam.stop") : t("seam.hear")}
          </Button>
        )}
      </div>
      {recording.seconds === null || recording.peaks === null ? (
        <div style={{ height: HEIGHT_PX }}>
          <Skeleton className="size-full" />
        </div>
      ) : (
        <div>
          <Waveform
            label={t("board.waveform", { title })}
            peaks={recording.peaks ?? PLAIN}
            durationSeconds={recording.seconds}
            seconds={seam.seconds ?? 0}
            playing={seam.state === "playing"}
            regions={regions}
            onRegionsChange={settable ? setRegion : undefined}
            drawing={settable}
            precise
            heightPx={HEIGHT_PX}
          />
          {mode === "seamless" && candidates && (
            <Lanes candidates={candidates} whole={recording.seconds} picked={picked} />
          )}
        </div>
      )}
      {recording.peaks === undefined && (
        <p className="text-[0.8125rem] text-ink-soft">{t("board.undrawn")}</p>
      )}
      {Boolean(seam.error) && <Failure error={seam.error} />}
      {place && whole > 0 && (
        <div className="grid gap-2">
          <Edges
            key={`${order.track} ${order.upload}`}
            place={place}
            durationSeconds={whole}
            onChange={set}
          />
          <p className="text-[0.8125rem] text-ink-soft">{t("board.hint")}</p>
        </div>
      )}
      {settable && !place && mode === "crossfade" && (
        <div className="flex flex-wrap items-center gap-3 text-sm text-ink-soft">
          <p className="min-w-0 grow basis-60">{t("board.crossfade")}</p>
          <Button size="small" onClick={() => set({ start: whole * 0.1, end: whole * 0.9 })}>
            <SquareDashed aria-hidden />
            {t("board.byHand")}
          </Button>
        </div>
      )}
      {mode === "jukebox" && <p className="text-sm text-ink-soft">{t("board.jukebox")}</p>}
      {mode !== "jukebox" && (
        <Candidates
          looked={looked}
          order={order}
          picked={picked}
          onPick={(number) => {
            pick(number);
            if (mode !== "seamless") onChange({ mode: "seamless" });
          }}
          onMode={(next) => onChange({ mode: next })}
        />
      )}
    </Card>
  );
}

interface LanesProps {
  candidates: readonly Candidate[];
  whole: number;
  picked: number | null;
}

/** The candidates under the waveform, where they lie in it; the list says the same in words. */
function Lanes({ candidates, whole, picked }: LanesProps) {
  const percent = (seconds: number) => `${(seconds / whole) * 100}%`;
  return (
    <div aria-hidden className="mt-1.5 grid gap-0.75">
      {candidates.map((one, place) => (
        <div key={`${one.start_frame} ${one.end_frame}`} className="relative h-1">
          <span
            className={cn(
              "absolute inset-y-0 rounded-full",
              picked === place + 1 ? "bg-accent" : "bg-line-strong",
            )}
            style={{ left: percent(one.start_seconds), width: percent(one.length_seconds) }}
          />
        </div>
      ))}
    </div>
  );
}

interface CandidatesProps {
  looked: Looked;
  order: LoopsSearch;
  picked: number | null;
  onPick: (pick: number) => void;
  onMode: (mode: "crossfade" | "jukebox") => void;
}

function Candidates({ looked, order, picked, onPick, onMode }: CandidatesProps) {
  const { t } = useTranslation("loops");
  const { candidates, isPending, error, retry } = looked;
  if (error) {
    return (
      <div className="grid gap-2">
        <Failure error={error} onRetry={worthAnotherTry(error) ? retry : undefined} />
        <p className="text-sm text-ink-soft">{t("candidates.failed")}</p>
      </div>
    );
  }
  if (isPending || !candidates) {
    return (
      <div className="grid gap-1.5">
        <p role="status" className="text-sm text-ink-soft">
          {t("candidates.looking")}
        </p>
        <Skeleton className="h-19 rounded-xl" />
        <Skeleton className="h-19 rounded-xl" />
      </div>
    );
  }
  if (!candidates.length) {
    return (
      <div role="status" className="grid gap-3 rounded-xl bg-info-soft p-4 text-sm">
        <div>
          <p className="font-semibold">{t("candidates.none")}</p>
          <p className="mt-0.5">{t("candidates.noneHint")}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            aria-pressed={order.mode === "crossfade"}
            onClick={() => onMode("crossfade")}
          >
            {t("modes.crossfade")}
          </Button>
          <Button size="small" onClick={() => onMode("jukebox")}>
            {t("modes.jukebox")}
          </Button>
        </div>
      </div>
    );
  }
  return <CandidateList candidates={candidates} picked={picked} onPick={onPick} />;
}
