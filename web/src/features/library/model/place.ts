import type { Track } from "@/lib/api/client";

/** The element that pages scroll in. */
export const scroller = (): HTMLElement | null => document.getElementById("main");

interface Place {
  /** Which list it was. */
  key: string;
  offset: number;
}

let left: Place | null = null;

/** Remembers where the list stood when its page was left. */
export function leavePlace(place: Place): void {
  left = place;
}

/** Where the same list stood when it was left; zero when another was left since. */
export function placeOf(key: string): number {
  return left?.key === key ? left.offset : 0;
}

/**
 * How many places the track at `anchor` has moved by what came or went before it; tracks that only
 * changed their order don't count.
 */
export function shiftOf(before: readonly Track[], now: readonly Track[], anchor: number): number {
  const track = before[anchor];
  if (!track || before === now) return 0;
  const place = now.findIndex((one) => one.id === track.id);
  if (place < 0 || place === anchor) return 0;
  const old = new Set(before.map((one) => one.id));
  const present = new Set(now.map((one) => one.id));
  const come = now.slice(0, place).filter((one) => !old.has(one.id)).length;
  const gone = before.slice(0, anchor).filter((one) => !present.has(one.id)).length;
  return come - gone;
}
