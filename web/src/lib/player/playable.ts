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

/** A place in the queue: the same track may be there twice. */
export interface Queued extends Playable {
  key: string;
}

export const LOOP_MODES = ["off", "all", "one"] as const;
export type LoopMode = (typeof LOOP_MODES)[number];

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
