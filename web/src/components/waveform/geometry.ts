import { clock } from "@/lib/format";

/** Peaks as the API gives them: minimum and maximum of each stretch, -1 to 1. */
export type Peaks = readonly (readonly number[])[];

/** A named stretch of the music, in seconds. */
export interface WaveformSection {
  id: string;
  label: string;
  startSeconds: number;
  endSeconds: number;
  /** 0 to 1: how strongly it is tinted. */
  energy?: number;
}

/** A stretch that somebody has marked, in seconds. */
export interface WaveformRegion {
  id: string;
  label: string;
  startSeconds: number;
  endSeconds: number;
}

/** The shortest region that can be drawn or dragged, in seconds. */
export const SHORTEST_REGION_SECONDS = 0.25;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The peaks as two channels, upper and lower, each 0 to 1 of the loudest. */
export function channelsOf(peaks: Peaks): [Float32Array, Float32Array] {
  const loudest = peaks.reduce((most, [low = 0, high = 0]) => Math.max(most, -low, high), 0) || 1;
  return [
    Float32Array.from(peaks, ([, high = 0]) => Math.max(0, high) / loudest),
    Float32Array.from(peaks, ([low = 0]) => Math.max(0, -low) / loudest),
  ];
}

/** As many peaks as there is room for: each the extremes of its stretch. */
export function reduced(peaks: Peaks, count: number): Peaks {
  if (peaks.length <= count) return peaks;
  return Array.from({ length: count }, (_, place) => {
    const from = Math.floor((place * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((place + 1) * peaks.length) / count));
    let [low, high] = [0, 0];
    for (const [least = 0, most = 0] of peaks.slice(from, to)) {
      low = Math.min(low, least);
      high = Math.max(high, most);
    }
    return [low, high];
  });
}

/** An SVG path of upright bars in a box of `count` by 2 units, its middle at 1. */
export function barsPath(peaks: Peaks, count: number): string {
  const [upper, lower] = channelsOf(reduced(peaks, count));
  return Array.from(upper, (up, place) => {
    const half = Math.max(0.06, (up + (lower[place] ?? 0)) / 2);
    return `M${place + 0.5} ${(1 - half).toFixed(3)}V${(1 + half).toFixed(3)}`;
  }).join("");
}

/** Where a key takes the playhead, in seconds; null for keys that don't move it. */
export function seekByKey(
  event: { key: string; shiftKey: boolean },
  seconds: number,
  durationSeconds: number,
  sections: readonly WaveformSection[] = [],
): number | null {
  const step = event.shiftKey ? 1 : 5;
  const to = ((): number | null => {
    switch (event.key) {
      case "ArrowRight":
      case "ArrowUp":
        return seconds + step;
      case "ArrowLeft":
      case "ArrowDown":
        return seconds - step;
      case "Home":
        return 0;
      case "End":
        return durationSeconds;
      case "PageDown":
        return (
          sections.find((one) => one.startSeconds > seconds + 0.05)?.startSeconds ?? seconds + 15
        );
      case "PageUp":
        return (
          sections.findLast((one) => one.startSeconds < seconds - 1)?.startSeconds ?? seconds - 15
        );
      default:
        return null;
    }
  })();
  return to === null ? null : clamp(to, 0, durationSeconds);
}

/** The section that sounds at a moment. */
export function sectionAt(
  sections: readonly WaveformSection[],
  seconds: number,
): WaveformSection | undefined {
  return sections.findLast((one) => one.startSeconds <= seconds + 0.001);
}

export type RegionEdge = "start" | "end";

/** The region with one of its edges elsewhere, within the track and never too short. */
export function withEdge(
  region: WaveformRegion,
  edge: RegionEdge,
  seconds: number,
  durationSeconds: number,
): WaveformRegion {
  return edge === "start"
    ? {
        ...region,
        startSeconds: clamp(seconds, 0, Math.max(0, region.endSeconds - SHORTEST_REGION_SECONDS)),
      }
    : {
        ...region,
        endSeconds: clamp(
          seconds,
          Math.min(durationSeconds, region.startSeconds + SHORTEST_REGION_SECONDS),
          durationSeconds,
        ),
      };
}

/** The region after a key on one of its handles; null for keys that don't move it. */
export function edgeByKey(
  event: { key: string; shiftKey: boolean },
  region: WaveformRegion,
  edge: RegionEdge,
  durationSeconds: number,
  precise = false,
): WaveformRegion | null {
  const now = edge === "start" ? region.startSeconds : region.endSeconds;
  const step = (event.shiftKey ? 1 : 0.1) / (precise ? 10 : 1);
  const moves: Record<string, number> = {
    ArrowRight: now + step,
    ArrowUp: now + step,
    ArrowLeft: now - step,
    ArrowDown: now - step,
    PageUp: now + 5,
    PageDown: now - 5,
    Home: 0,
    End: durationSeconds,
  };
  const to = moves[event.key];
  return to === undefined ? null : withEdge(region, edge, to, durationSeconds);
}

/** 83.42 -> "1:23.4": for edges that are set to a tenth of a second. */
export function preciseClock(seconds: number): string {
  const tenths = Math.round(Math.max(0, seconds) * 10);
  return `${clock(Math.floor(tenths / 10))}.${tenths % 10}`;
}

/** 83.4215 -> "1:23.422": to the millisecond. */
export function exactClock(seconds: number): string {
  const thousandths = Math.round(Math.max(0, seconds) * 1000);
  return `${clock(Math.floor(thousandths / 1000))}.${String(thousandths % 1000).padStart(3, "0")}`;
}
