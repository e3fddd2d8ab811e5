import type { Schema, Track } from "@/lib/api/client";
import type { Edit } from "@/lib/tracks/batches";

type TrackPatch = Schema<"TrackPatch">;

/** Fields of many tracks that are typed as text; a tempo is a number in the end. */
export const TEXT_FIELDS = [
  "artist",
  "album",
  "genre",
  "mood",
  "key",
  "tempo_bpm",
  "language",
  "description",
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** What is to be changed; a field that isn't named stays as it is in each track. */
export interface Draft {
  texts: Partial<Record<TextField, string>>;
  /** Null: no stars. */
  rating?: number | null;
  favorite?: boolean;
  addTags: string[];
  removeTags: string[];
}

export const NO_CHANGE: Draft = { texts: {}, addTags: [], removeTags: [] };

/** What tracks have in a field: the same in all, or several values, the most frequent first. */
export interface Common {
  same: boolean;
  values: string[];
}

/** Looks a field up in all tracks. */
export function commonOf(tracks: readonly Track[], field: TextField): Common {
  const counts = new Map<string, number>();
  for (const track of tracks) {
    const known = track[field] ?? "";
    const value = typeof known === "number" ? String(Math.round(known * 100) / 100) : known;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].sort((one, other) => other[1] - one[1]).map(([value]) => value);
  return { same: values.length < 2, values };
}

/** The rating or favorite of all; undefined where they differ. */
export function sameOf<Value>(values: readonly Value[]): Value | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** Every tag that any of them has, the most frequent first. */
export function tagsOf(tracks: readonly Track[]): string[] {
  const counts = new Map<string, number>();
  for (const tag of tracks.flatMap((track) => track.tags))
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]).map(([tag]) => tag);
}

const MAX_TEMPO = 1000;

/** What is typed for a tempo: null for none, undefined for what is no tempo. */
export function tempoOf(text: string): number | null | undefined {
  if (!text.trim()) return null;
  const tempo = Number(text.replace(",", "."));
  return tempo > 0 && tempo <= MAX_TEMPO ? tempo : undefined;
}

/** Whether it can be sent as it is. */
export function isValid({ texts }: Draft): boolean {
  return texts.tempo_bpm === undefined || tempoOf(texts.tempo_bpm) !== undefined;
}

/** Whether it changes nothing. */
export function isEmpty(draft: Draft): boolean {
  return (
    !Object.keys(draft.texts).length &&
    draft.rating === undefined &&
    draft.favorite === undefined &&
    !draft.addTags.length &&
    !draft.removeTags.length
  );
}

/** The draft as the API takes it. */
export function editOf(draft: Draft): Edit {
  const { tempo_bpm: tempo, ...texts } = draft.texts;
  const set: TrackPatch = { ...texts };
  if (tempo !== undefined) set.tempo_bpm = tempoOf(tempo) ?? null;
  if (draft.rating !== undefined) set.rating = draft.rating;
  if (draft.favorite !== undefined) set.favorite = draft.favorite;
  return { set, add_tags: draft.addTags, remove_tags: draft.removeTags };
}

/** The fields that the draft names, as lists look at them. */
export function fieldsOf(draft: Draft): (keyof TrackPatch)[] {
  const edit = editOf(draft);
  const fields = Object.keys(edit.set ?? {}) as (keyof TrackPatch)[];
  return draft.addTags.length || draft.removeTags.length ? [...fields, "tags"] : fields;
}
