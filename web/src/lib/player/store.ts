import { create } from "zustand";
import type { Track } from "@/lib/api/client";

/** What the player needs to know of something that sounds. */
export interface Playable {
  /** The track's id, or a name of its own for what is no track (a preview, a stem). */
  id: string;
  title: string;
  artist: string;
  url: string;
  durationSeconds: number;
  coverUrl: string | null;
  genre: string;
  loudnessLufs: number | null;
  /** Null for what is not in the library. */
  trackId: string | null;
}

export type LoopMode = "off" | "all" | "one";

interface PlayerState {
  queue: Playable[];
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
  previous: () => void;
  jump: (index: number) => void;
  seek: (seconds: number) => void;
  seekDone: () => void;
  enqueue: (items: Playable[]) => void;
  playNext: (items: Playable[]) => void;
  remove: (index: number) => void;
  move: (from: number, to: number) => void;
  clear: () => void;
  setVolume: (volume: number) => void;
  toggleMuted: () => void;
  cycleLoop: () => void;
}

const EMPTY = { queue: [], index: -1, playing: false, seekTo: null, take: 0 };

/** The player's intent. Where it stands in the music is the audio element's to say (`position`). */
export const usePlayer = create<PlayerState & PlayerActions>()((set, get) => ({
  ...EMPTY,
  volume: 0.9,
  muted: false,
  loop: "off",
  play: (items, start = 0) =>
    set(({ take }) =>
      items.length
        ? { queue: items, index: start, playing: true, seekTo: null, take: take + 1 }
        : {},
    ),
  toggle: () => set(({ playing, index }) => ({ playing: index >= 0 && !playing })),
  setPlaying: (playing) => set({ playing }),
  next: () =>
    set(({ queue, index, loop }) => {
      if (index + 1 < queue.length) return { index: index + 1, seekTo: null };
      return loop === "all" && queue.length ? { index: 0, seekTo: 0 } : { playing: false };
    }),
  previous: () =>
    set(({ index }) => (index > 0 ? { index: index - 1, seekTo: null } : { seekTo: 0 })),
  jump: (index) =>
    set(({ take }) =>
      get().queue[index] ? { index, playing: true, seekTo: null, take: take + 1 } : {},
    ),
  seek: (seconds) => set({ seekTo: Math.max(0, seconds) }),
  seekDone: () => set({ seekTo: null }),
  enqueue: (items) =>
    set(({ queue, index }) => ({
      queue: [...queue, ...items],
      index: index < 0 && items.length ? 0 : index,
    })),
  playNext: (items) =>
    set(({ queue, index }) => ({
      queue: [...queue.slice(0, index + 1), ...items, ...queue.slice(index + 1)],
      index: index < 0 && items.length ? 0 : index,
    })),
  remove: (at) =>
    set(({ queue, index, playing }) => {
      const left = queue.filter((_, place) => place !== at);
      if (!left.length) return { ...EMPTY, take: get().take };
      const moved = at < index || (at === index && index === left.length) ? index - 1 : index;
      return { queue: left, index: moved, playing: playing && at !== index };
    }),
  move: (from, to) =>
    set(({ queue, index }) => {
      const item = queue[from];
      if (!item || to < 0 || to >= queue.length) return {};
      const left = queue.filter((_, place) => place !== from);
      const current = queue[index];
      const moved = [...left.slice(0, to), item, ...left.slice(to)];
      return { queue: moved, index: current ? moved.indexOf(current) : index };
    }),
  clear: () => set({ ...EMPTY, take: get().take }),
  setVolume: (volume) => set({ volume: Math.min(1, Math.max(0, volume)), muted: false }),
  toggleMuted: () => set(({ muted }) => ({ muted: !muted })),
  cycleLoop: () =>
    set(({ loop }) => ({ loop: loop === "off" ? "all" : loop === "all" ? "one" : "off" })),
}));

interface PositionState {
  seconds: number;
  durationSeconds: number;
}

/** Where the audio element is, several times a second; apart, so that little is drawn again. */
export const usePosition = create<PositionState>()(() => ({ seconds: 0, durationSeconds: 0 }));

/** What plays now, if anything is loaded. */
export const useCurrent = (): Playable | null =>
  usePlayer(({ queue, index }) => queue[index] ?? null);

/** A track as the player takes it; null when it has no audio. */
export function playableOf(track: Track): Playable | null {
  if (!track.links.audio) return null;
  return {
    id: track.id,
    title: track.title,
    artist: track.artist,
    url: streamUrl(track),
    durationSeconds: track.duration_seconds,
    coverUrl: track.cover,
    genre: track.genre,
    loudnessLufs: track.loudness_lufs,
    trackId: track.id,
  };
}

// A player wants the smallest file that sounds well and can be sought in.
const PREFERRED = ["mp3", "m4a", "opus", "ogg", "flac", "wav"];

function streamUrl(track: Track): string {
  const files = track.files.filter((file) => file.kind === "audio");
  const best = PREFERRED.map((name) => files.find((file) => file.format === name)).find(Boolean);
  return best?.url ?? `/api/v1/tracks/${track.id}/audio`;
}
