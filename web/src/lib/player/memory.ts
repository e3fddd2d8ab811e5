import { LOOP_MODES, type LoopMode, type Playable } from "./playable";

const STORED = "mgl.player.v1";
const MOST = 500;

/** What of the player outlives the page. */
export interface Remembered {
  queue: Playable[];
  index: number;
  seconds: number;
  volume: number;
  muted: boolean;
  loop: LoopMode;
}

const NOTHING: Remembered = {
  queue: [],
  index: -1,
  seconds: 0,
  volume: 0.9,
  muted: false,
  loop: "off",
};

/** What the last visit left; a stored value that doesn't fit is as good as none. */
export function remembered(): Remembered {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED) ?? "null");
    return typeof value === "object" && value !== null ? read(value) : NOTHING;
  } catch {
    return NOTHING; // storage is off, or holds something else
  }
}

/** Keeps it for the next visit. Of long queues, the part around the present track is kept. */
export function remember(player: Remembered): void {
  const start = Math.max(0, Math.min(player.index - 50, player.queue.length - MOST));
  const window = player.queue.slice(start, start + MOST);
  const current = player.queue[player.index];
  // what was made in this page is gone with it
  const queue = window.filter(({ url }) => !url.startsWith("blob:"));
  const index = current ? queue.indexOf(current) : -1;
  const kept: Remembered = {
    ...player,
    queue,
    index: index < 0 && queue.length ? 0 : index,
    seconds: index < 0 ? 0 : player.seconds,
  };
  try {
    localStorage.setItem(STORED, JSON.stringify(kept));
  } catch {
    // storage is off or full: it holds until the page is closed
  }
}

function read(value: object): Remembered {
  const { queue, index, seconds, volume, muted, loop } = value as Record<string, unknown>;
  const items = Array.isArray(queue) && queue.every(isPlayable) ? queue : [];
  const place = Number.isInteger(index) && items[index as number] ? (index as number) : 0;
  return {
    queue: items,
    index: items.length ? place : -1,
    seconds: among(seconds, 0, Infinity) ?? 0,
    volume: among(volume, 0, 1) ?? NOTHING.volume,
    muted: muted === true,
    loop: LOOP_MODES.find((mode) => mode === loop) ?? "off",
  };
}

function among(value: unknown, lowest: number, highest: number): number | null {
  const fits = typeof value === "number" && value >= lowest && value <= highest;
  return fits ? value : null;
}

const textOrNull = (value: unknown) => value === null || typeof value === "string";

function isPlayable(value: unknown): value is Playable {
  if (typeof value !== "object" || value === null) return false;
  const item = value as Record<string, unknown>;
  const texts = [item.id, item.title, item.artist, item.url, item.genre];
  return (
    texts.every((text) => typeof text === "string") &&
    typeof item.durationSeconds === "number" &&
    textOrNull(item.coverUrl) &&
    textOrNull(item.trackId)
  );
}
