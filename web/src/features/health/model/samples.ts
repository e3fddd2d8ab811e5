import type { System } from "./findings";

/** How busy the machine was at a moment, in milliseconds since 1970. */
export interface Sample {
  at: number;
  /** Held by the studio; null where the system doesn't say. */
  memoryBytes: number | null;
  running: number;
  queued: number;
}

const MOST = 120;
export const WINDOW_MS = 10 * 60_000;

/** The samples with one more; what is older than ten minutes is forgotten. */
export function withSample(samples: readonly Sample[], system: System, at: number): Sample[] {
  const { running, queued } = system.queue;
  const sample = { at, memoryBytes: system.memory.process_bytes, running, queued };
  return [...samples.filter((one) => at - one.at <= WINDOW_MS), sample].slice(-MOST);
}

/** At most so many of them, evenly chosen, the newest first and always there. */
export function thinned(samples: readonly Sample[], most: number): Sample[] {
  const step = Math.max(1, Math.ceil(samples.length / most));
  return samples.toReversed().filter((_, place) => place % step === 0);
}

/** The points of a line, `x,y` in a box of 100 by 100; the newest at the right, zero at the lower edge. */
export function pointsOf(
  values: readonly { at: number; value: number }[],
  highest: number,
): string {
  const end = values.at(-1)?.at ?? 0;
  return values
    .map(({ at, value }) => {
      const x = 100 - ((end - at) / WINDOW_MS) * 100;
      const y = 100 - (highest > 0 ? (value / highest) * 100 : 0);
      return `${x.toFixed(2)},${y.toFixed(2)}`;
    })
    .join(" ");
}
