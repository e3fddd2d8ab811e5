import type { Format, LoopsSearch, Mode } from "../search";
import { durationOf, measureOf, numberOf, type Place } from "./order";

/** Bytes a second of the formats with a set rate. */
const RATES: Partial<Record<Format, number>> = {
  mp3: 320_000 / 8,
  opus: 160_000 / 8,
  m4a: 256_000 / 8,
  ogg: 192_000 / 8,
};
const PCM_BYTES = 3; // 24 bit
const FLAC_SHARE = 0.75;
/** Of a packet in an M4A's table of sizes, and packets a second. */
const M4A_TABLE_RATE = (4 * 48_000) / 1024;

export interface Sounding {
  seconds: number;
  sampleRate: number;
  channels: number;
}

/** How long it becomes, in seconds; null where that isn't known before it is made. */
export function lengthOf(
  order: LoopsSearch,
  mode: Mode,
  place: Place | null,
  sourceSeconds: number,
): number | null {
  const measure = measureOf(order, mode);
  if (measure === "duration") return durationOf(order.duration);
  if (!place) return null;
  const period = place.end - place.start;
  if (measure === "only") return period;
  const times = numberOf("times", order.times);
  return times ? sourceSeconds + (times - 1) * period : null;
}

/** About how large a file becomes, in bytes. What repeats is in an M4A only once. */
export function bytesOf(format: Format, seconds: number, source: Sounding, mode: Mode): number {
  const pcm = source.sampleRate * source.channels * PCM_BYTES;
  if (format === "wav") return seconds * pcm;
  if (format === "flac") return seconds * pcm * FLAC_SHARE;
  const rate = RATES[format] ?? 0;
  if (format !== "m4a" || mode === "jukebox") return seconds * rate;
  return Math.min(seconds, source.seconds) * rate + seconds * M4A_TABLE_RATE;
}
