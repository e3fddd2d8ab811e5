import type { Track } from "@/lib/api/client";
import type { TrackPatch } from "../api/use-track";

/** What people may write about a track, as a form holds it. */
export interface Details {
  title: string;
  artist: string;
  album: string;
  genre: string;
  mood: string;
  /** As it was typed; empty: unknown. */
  tempo: string;
  key: string;
  language: string;
  description: string;
  tags: string[];
  lyrics: string;
  rating: number | null;
  favorite: boolean;
}

export type DetailName = keyof Details;

export const DETAIL_NAMES = [
  "title",
  "artist",
  "album",
  "genre",
  "mood",
  "tempo",
  "key",
  "language",
  "description",
  "tags",
  "lyrics",
  "rating",
  "favorite",
] as const satisfies readonly DetailName[];

const FASTEST_BPM = 1000;

const tempoShown = (bpm: number) => String(Math.round(bpm * 100) / 100);

export function detailsOf(track: Track): Details {
  const { title, artist, album, genre, mood, key, language, description } = track;
  return {
    title,
    artist,
    album,
    genre,
    mood,
    tempo: track.tempo_bpm === null ? "" : tempoShown(track.tempo_bpm),
    key,
    language,
    description,
    tags: track.tags,
    lyrics: track.lyrics,
    rating: track.rating,
    favorite: track.favorite,
  };
}

const numberIn = (text: string): number => Number(text.trim().replace(",", "."));
const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The fields that differ. */
export function differing(one: Details, other: Details): DetailName[] {
  return DETAIL_NAMES.filter((name) => !same(one[name], other[name]));
}

/** What keeps the form from being saved. */
export function troublesIn(details: Details): Partial<Record<DetailName, "needed" | "tempo">> {
  const tempo = numberIn(details.tempo);
  return {
    ...(details.title.trim() ? {} : { title: "needed" as const }),
    ...(!details.tempo.trim() || (tempo > 0 && tempo <= FASTEST_BPM)
      ? {}
      : { tempo: "tempo" as const }),
  };
}

/** The change that makes `before` into `now`. */
export function patchOf(before: Details, now: Details): TrackPatch {
  const entries = differing(before, now).map((name): [string, unknown] => {
    if (name === "tempo") return ["tempo_bpm", now.tempo.trim() ? numberIn(now.tempo) : null];
    const value = now[name];
    const oneLine = typeof value === "string" && name !== "lyrics" && name !== "description";
    return [name, oneLine ? value.trim() : value];
  });
  return Object.fromEntries(entries);
}

export type Side = "mine" | "theirs";

/** After somebody else's change: the fields to decide on, with who wins unless it is said otherwise. */
export function conflictOf(
  before: Details,
  mine: Details,
  theirs: Details,
): Partial<Record<DetailName, Side>> {
  const touched = new Set(differing(before, mine));
  return Object.fromEntries(
    differing(mine, theirs).map((name) => [name, touched.has(name) ? "mine" : "theirs"]),
  );
}

/** Theirs, with what was chosen of mine. */
export function resolved(
  mine: Details,
  theirs: Details,
  choice: Partial<Record<DetailName, Side>>,
): Details {
  const taken = DETAIL_NAMES.filter((name) => choice[name] === "mine");
  return { ...theirs, ...Object.fromEntries(taken.map((name) => [name, mine[name]])) };
}

/** What was kept of an unfinished edit: how the track was, and how it is to be. */
export interface DetailsDraft {
  before: Details;
  now: Details;
}

const isDetails = (value: unknown): value is Details =>
  typeof value === "object" &&
  value !== null &&
  DETAIL_NAMES.every((name) => name in value) &&
  Array.isArray((value as Details).tags);

export function isDetailsDraft(value: unknown): value is DetailsDraft {
  if (typeof value !== "object" || value === null) return false;
  const { before, now } = value as Partial<DetailsDraft>;
  return isDetails(before) && isDetails(now);
}
