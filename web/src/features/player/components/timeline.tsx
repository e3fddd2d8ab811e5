import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { WaveformStrip } from "@/components/waveform/waveform-strip";
import { $api } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import { type Queued, usePlayer, usePosition } from "@/lib/player/store";

const BUCKETS = 400;
const STEP_SECONDS = 5;
const LEAP_SECONDS = 30;

interface TimelineProps {
  current: Queued;
  /** With the times below it instead of beside it. */
  stacked?: boolean;
  className?: string;
}

/** Where the music is, as its waveform; to be clicked, dragged, or moved by keys. */
export function Timeline({ current, stacked, className }: TimelineProps) {
  const { seconds, durationSeconds } = usePosition();
  const [aim, setAim] = useState<number | null>(null);
  const shown = aim ?? seconds;
  const time = "tabular shrink-0 text-[0.8125rem] text-ink-soft";
  return (
    <div className={cn("flex items-center gap-3", stacked && "flex-wrap gap-y-1", className)}>
      <span className={cn(time, stacked ? "order-2" : "w-11 text-right")}>{clock(shown)}</span>
      <SeekBar
        current={current}
        seconds={shown}
        durationSeconds={durationSeconds}
        onAim={setAim}
        className={stacked ? "order-1 h-16 basis-full" : "h-10"}
      />
      <span className={cn(time, stacked ? "order-3 ml-auto" : "w-11")}>
        {clock(durationSeconds)}
      </span>
    </div>
  );
}

interface SeekBarProps {
  current: Queued;
  seconds: number;
  durationSeconds: number;
  /** Where it would jump to while somebody drags; null when they let go. */
  onAim: (seconds: number | null) => void;
  className?: string;
}

function SeekBar({ current, seconds, durationSeconds, onAim, className }: SeekBarProps) {
  const { t } = useTranslation("player");
  const { seek } = usePlayer.getState();
  const [pointed, setPointed] = useState<number | null>(null);
  const fraction = durationSeconds > 0 ? seconds / durationSeconds : 0;
  const at = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationSeconds;
  };
  const held = (event: PointerEvent<HTMLElement>) =>
    event.currentTarget.hasPointerCapture(event.pointerId);
  const press = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: seconds - STEP_SECONDS,
      ArrowDown: seconds - STEP_SECONDS,
      ArrowRight: seconds + STEP_SECONDS,
      ArrowUp: seconds + STEP_SECONDS,
      PageDown: seconds - LEAP_SECONDS,
      PageUp: seconds + LEAP_SECONDS,
      Home: 0,
      End: durationSeconds - STEP_SECONDS,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    seek(Math.min(Math.max(0, to), Math.max(0, durationSeconds - 0.1)));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t("position")}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationSeconds)}
      aria-valuenow={Math.round(seconds)}
      aria-valuetext={t("at", { now: clock(seconds), whole: clock(durationSeconds) })}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        onAim(at(event));
      }}
      onPointerMove={(event) => {
        setPointed(at(event));
        if (held(event)) onAim(at(event));
      }}
      onPointerUp={(event) => {
        if (held(event)) seek(at(event));
        onAim(null);
      }}
      onPointerCancel={() => onAim(null)}
      onPointerLeave={() => setPointed(null)}
      className={cn(
        "relative flex min-w-0 grow cursor-pointer touch-none items-center rounded",
        className,
      )}
    >
      <Peaks current={current} fraction={fraction} />
      {pointed !== null && durationSeconds > 0 && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 border-l border-ink-soft"
          style={{ left: `${(pointed / durationSeconds) * 100}%` }}
        >
          <span className="tabular absolute -top-1 -translate-x-1/2 rounded bg-ink px-1 text-[0.6875rem] leading-4 text-canvas">
            {clock(pointed)}
          </span>
        </span>
      )}
    </div>
  );
}

/** The waveform; a plain line for what has none, and until it is here. */
function Peaks({ current, fraction }: { current: Queued; fraction: number }) {
  const { data } = $api.useQuery(
    "get",
    "/api/v1/tracks/{track_id}/waveform",
    { params: { path: { track_id: current.trackId ?? "" }, query: { buckets: BUCKETS } } },
    { enabled: current.trackId !== null, staleTime: Infinity, retry: false },
  );
  if (data) {
    return <WaveformStrip peaks={data.peaks} progress={fraction} bars={200} className="h-full" />;
  }
  return (
    <span aria-hidden className="h-1.5 w-full overflow-hidden rounded-full bg-line">
      <span className="block h-full bg-accent" style={{ width: `${fraction * 100}%` }} />
    </span>
  );
}

/** The place as a line along the upper edge, for phones. */
export function ThinProgress({ className }: { className?: string }) {
  const fraction = usePosition(({ seconds, durationSeconds }) =>
    durationSeconds > 0 ? Math.round((seconds / durationSeconds) * 1000) / 1000 : 0,
  );
  return (
    <span aria-hidden className={cn("absolute inset-x-0 top-0 h-0.5 bg-line", className)}>
      <span className="block h-full bg-accent" style={{ width: `${fraction * 100}%` }} />
    </span>
  );
}
