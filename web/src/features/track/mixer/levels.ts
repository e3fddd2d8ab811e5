/** How one stem is set. */
export interface Strip {
  /** -60 (silent) to 6. */
  gainDb: number;
  muted: boolean;
  solo: boolean;
}

export type Mix = Readonly<Record<string, Strip>>;

export const SILENT_DB = -60;
export const LOUDEST_DB = 6;
export const FLAT: Strip = { gainDb: 0, muted: false, solo: false };

/** Decibels as a factor; at the lower end of the fader nothing is heard at all. */
export function factorOf(gainDb: number): number {
  return gainDb <= SILENT_DB ? 0 : 10 ** (gainDb / 20);
}

/** What is heard of each: solos silence the rest, and a mute is stronger than a solo. */
export function gainsOf(ids: readonly string[], mix: Mix): Record<string, number> {
  const anySolo = ids.some((id) => mix[id]?.solo);
  return Object.fromEntries(
    ids.map((id) => {
      const { gainDb, muted, solo } = mix[id] ?? FLAT;
      return [id, muted || (anySolo && !solo) ? 0 : factorOf(gainDb)];
    }),
  );
}

/** Whether anything is set otherwise than at first. */
export function isFlat(ids: readonly string[], mix: Mix): boolean {
  return ids.every((id) => {
    const { gainDb, muted, solo } = mix[id] ?? FLAT;
    return gainDb === 0 && !muted && !solo;
  });
}

/** Decibels by which each is turned down so that all are as loud as the softest; 0 where unknown. */
export function matchedDb(loudnessLufs: readonly (number | null)[]): number[] {
  const known = loudnessLufs.filter((one): one is number => one !== null);
  if (known.length < loudnessLufs.length) return loudnessLufs.map(() => 0);
  const softest = Math.min(...known);
  return known.map((one) => softest - one);
}

const BYTES_PER_SAMPLE = 4;
const LONGEST_IN_MEMORY_SECONDS = 360;
const MOST_BYTES = 512e6;

/** Whether so many recordings can be held decoded; `deviceMemoryGb` is the browser's own guess. */
export function fitsInMemory(
  count: number,
  durationSeconds: number,
  sampleRate: number,
  deviceMemoryGb = 8,
): boolean {
  const decoded = count * durationSeconds * sampleRate * 2 * BYTES_PER_SAMPLE;
  const budget = deviceMemoryGb <= 4 ? MOST_BYTES / 2 : MOST_BYTES;
  return durationSeconds <= LONGEST_IN_MEMORY_SECONDS && decoded <= budget;
}

/** How a stream that has run ahead (or lags, if negative) comes back: by a jump or by its rate. */
export function correction(aheadSeconds: number): "jump" | number {
  if (Math.abs(aheadSeconds) > 0.2) return "jump";
  if (Math.abs(aheadSeconds) < 0.01) return 1;
  return aheadSeconds > 0 ? 0.98 : 1.02;
}
