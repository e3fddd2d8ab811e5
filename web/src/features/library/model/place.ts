import { hasHole, type Places } from "./pages";

/** The element that pages scroll in. */
export const scroller = (): HTMLElement | null => document.getElementById("main");

interface Place {
  /** Which list it was. */
  key: string;
  offset: number;
}

const NEIGHBOURS = 4;
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
export function shiftOf(before: Places, now: Places, anchor: number): number {
  const track = before[anchor];
  if (!track || before === now) return 0;
  const placeIn = (tracks: Places, id: string) => tracks.findIndex((one) => one?.id === id);
  const place = placeIn(now, track.id);
  if (place < 0 || place === anchor) return 0;
  if (hasHole(before, 0, anchor) || hasHole(now, 0, place)) {
    // nobody knows what came above: something did where all that stand here have moved alike
    const here = before.slice(anchor, anchor + NEIGHBOURS).flatMap((one) => one ?? []);
    const alike = here.every((one, at) => placeIn(now, one.id) === place + at);
    return alike && here.length > 1 ? place - anchor : 0;
  }
  const old = new Set(before.map((one) => one?.id));
  const present = new Set(now.map((one) => one?.id));
  const come = now.slice(0, place).filter((one) => !old.has(one?.id)).length;
  const gone = before.slice(0, anchor).filter((one) => !present.has(one?.id)).length;
  return come - gone;
}
