import { create } from "zustand";
import { remembered } from "./memory";
import type { LoopMode, Playable, Queued } from "./playable";

export { playableOf } from "./playable";
export type { LoopMode, Playable, Queued } from "./playable";

export interface PlayerState {
  queue: Queued[];
  /** Where in the queue we are; -1 while it is empty. */
  index: number;
  /** What is wanted; the audio element follows, and corrects it when it can't. */
  playing: boolean;
  volume: number;
  muted: boolean;
  loop: LoopMode;
  /** A place to jump to; the deck clears it once it has. */
  seekTo: number | null;
  /** Raised by every `play`, so that the same track can be begun anew. */
  take: number;
}

interface PlayerActions {
  /** Play these from `start` on; they become the queue. */
  play: (items: Playable[], start?: number) => void;
  toggle: () => void;
  setPlaying: (playing: boolean) => void;
  next: () => void;
  /** To the track before; after the first few seconds, to the beginning of this one. */
  previous: () => void;
  jump: (index: number) => void;
  seek: (seconds: number) => void;
  /** So many seconds on, or back when negative. */
  skip: (seconds: number) => void;
  seekDone: () => void;
  enqueue: (items: Playable[]) => void;
  playNext: (items: Playable[]) => void;
  remove: (index: number) => void;
  move: (from: number, to: number) => void;
  clear: () => void;
  /** The queue as it was before, for instance before it was cleared; paused. */
  restore: (queue: Queued[], index: number) => void;
  setVolume: (volume: number) => void;
  toggleMuted: () => void;
  cycleLoop: () => void;
}

const EMPTY = { queue: [], index: -1, playing: false, seekTo: null, take: 0 };
const RESTART_SECONDS = 3;

let counter = 0;
const entries = (items: readonly Playable[]): Queued[] =>
  items.map((item) => ({ ...item, key: `q${++counter}` }));

function begin() {
  const { queue, index, seconds, ...rest } = remembered();
  return { ...EMPTY, queue: entries(queue), index, seekTo: queue.length ? seconds : null, ...rest };
}

/** The player's intent. Where it stands in the music is the audio element's to say (`usePosition`). */
export const usePlayer = create<PlayerState & PlayerActions>()((set, get) => ({
  ...begin(),
  play: (items, start = 0) =>
    set(({ take }) =>
      items.length
        ? { queue: entries(items), index: start, playing: true, seekTo: null, take: take + 1 }
        : {},
    ),
  toggle: () => set(({ playing, index }) => ({ playing: index >= 0 && !playing })),
  setPlaying: (playing) => set({ playing }),
  next: () =>
    set(({ queue, index, loop }) => {
      if (index + 1 < queue.length) return { index: index + 1, seekTo: null };
      if (loop !== "all" || !queue.length) return { playing: false };
      return { index: 0, seekTo: queue.length === 1 ? 0 : null };
    }),
  previous: () =>
    set(({ index }) =>
      index > 0 && usePosition.getState().seconds < RESTART_SECONDS
        ? { index: index - 1, seekTo: null }
        : { seekTo: index < 0 ? null : 0 },
    ),
  jump: (index) =>
    set(({ take }) =>
      get().queue[index] ? { index, playing: true, seekTo: null, take: take + 1 } : {},
    ),
  seek: (seconds) => set({ seekTo: Math.max(0, seconds) }),
  skip: (by) => {
    const { seconds, durationSeconds } = usePosition.getState();
    const from = get().seekTo ?? seconds;
    if (get().index >= 0) get().seek(Math.min(from + by, Math.max(0, durationSeconds - 0.1)));
  },
  seekDone: () => set({ seekTo: null }),
  enqueue: (items) =>
    set(({ queue, index }) => ({
      queue: [...queue, ...entries(items)],
      index: index < 0 && items.length ? 0 : index,
    })),
  playNext: (items) =>
    set(({ queue, index }) => ({
      queue: [...queue.slice(0, index + 1), ...entries(items), ...queue.slice(index + 1)],
      index: index < 0 && items.length ? 0 : index,
    })),
  remove: (at) =>
    set(({ queue, index, playing, seekTo }) => {
      const left = queue.filter((_, place) => place !== at);
      if (!left.length) return { ...EMPTY, take: get().take };
      if (at !== index) return { queue: left, index: at < index ? index - 1 : index };
      const last = index === left.length;
      return {
        queue: left,
        index: last ? index - 1 : index,
        playing: playing && !last,
        seekTo: last ? null : seekTo,
      };
    }),
  move: (from, to) =>
    set(({ queue, index }) => {
      const item = queue[from];
      if (!item || to < 0 || to >= queue.length) return {};
      const current = queue[index];
      const moved = queue.toSpliced(from, 1).toSpliced(to, 0, item);
      return { queue: moved, index: current ? moved.indexOf(current) : index };
    }),
  clear: () => set({ ...EMPTY, take: get().take }),
  restore: (queue, index) => set({ queue, index, playing: false, seekTo: null }),
  setVolume: (volume) => set({ volume: Math.min(1, Math.max(0, volume)), muted: false }),
  toggleMuted: () => set(({ muted }) => ({ muted: !muted })),
  cycleLoop: () =>
    set(({ loop }) => ({ loop: loop === "off" ? "all" : loop === "all" ? "one" : "off" })),
}));

export interface PositionState {
  seconds: number;
  durationSeconds: number;
  /** Why nothing sounds although it should: more has to come, or the server is away. */
  waiting: "no" | "buffering" | "offline";
}

/** Where the audio element is, several times a second; apart, so that little is drawn again. */
export const usePosition = create<PositionState>()(() => ({
  seconds: usePlayer.getState().seekTo ?? 0,
  durationSeconds: currentOf(usePlayer.getState())?.durationSeconds ?? 0,
  waiting: "no",
}));

/** What is loaded, if anything is. */
export function currentOf({ queue, index }: Pick<PlayerState, "queue" | "index">): Queued | null {
  return queue[index] ?? null;
}

/** What follows the present track by itself; null when it repeats, or is the last. */
export function nextOf({ queue, index, loop }: PlayerState): Queued | null {
  if (loop === "one" || !queue.length) return null;
  return queue[index + 1] ?? (loop === "all" && queue.length > 1 ? (queue[0] ?? null) : null);
}

/** What plays now, if anything is loaded. */
export const useCurrent = (): Queued | null => usePlayer(currentOf);
