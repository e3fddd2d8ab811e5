import { useId, useMemo } from "react";
import { cn } from "@/lib/cn";
import { barsPath, type Peaks } from "./geometry";

interface WaveformStripProps {
  peaks: Peaks;
  /** How much has been played, 0 to 1. */
  progress: number;
  /** How many bars to draw. */
  bars?: number;
  className?: string;
}

/** A small waveform as a drawing without controls, for rows, cards and the player's bar. */
export function WaveformStrip({ peaks, progress, bars = 120, className }: WaveformStripProps) {
  const played = useId();
  const path = useMemo(() => barsPath(peaks, bars), [peaks, bars]);
  const count = Math.min(bars, peaks.length);
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${count} 2`}
      preserveAspectRatio="none"
      className={cn("h-8 w-full", className)}
    >
      <clipPath id={played}>
        <rect width={count * Math.min(1, Math.max(0, progress))} height={2} />
      </clipPath>
      <path d={path} className="stroke-line-strong" strokeWidth={0.6} />
      <path d={path} clipPath={`url(#${played})`} className="stroke-accent" strokeWidth={0.6} />
    </svg>
  );
}
