import { api, type Schema, type Track } from "@/lib/api/client";

type TrackPatch = Schema<"TrackPatch">;
export type TrackChange = Schema<"TrackChangeOut">;

/** As many as one request may name. */
export const BATCH = 500;

/** One change of many tracks. */
export interface Edit {
  set?: TrackPatch;
  add_tags?: string[];
  remove_tags?: string[];
}

/** The list in parts of at most `size`. */
export function inParts<Item>(items: readonly Item[], size = BATCH): Item[][] {
  const parts: Item[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}

interface Edited {
  changes: TrackChange[];
  items: Track[];
}

/** Changes tracks, or with `preview` tells what would change; however many there are. */
export async function editTracks(
  ids: readonly string[],
  edit: Edit,
  preview = false,
): Promise<Edited> {
  const edited: Edited = { changes: [], items: [] };
  for (const track_ids of inParts(ids)) {
    const { data } = await api.POST("/api/v1/tracks/metadata:batch", {
      body: { track_ids, add_tags: [], remove_tags: [], ...edit, preview },
    });
    edited.changes.push(...(data?.changes ?? []));
    edited.items.push(...(data?.items ?? []));
  }
  return edited;
}

/** What takes changes back: for each way that tracks were before, those that were so. */
export function inverseOf(changes: readonly TrackChange[]): { ids: string[]; set: TrackPatch }[] {
  const groups = new Map<string, { ids: string[]; set: TrackPatch }>();
  for (const { track_id, fields } of changes) {
    const before = Object.entries(fields).map(([name, { before }]) => [name, before]);
    const key = JSON.stringify(before);
    const group = groups.get(key) ?? { ids: [], set: Object.fromEntries(before) as TrackPatch };
    group.ids.push(track_id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Puts back what changes have changed; the tracks as they are then. */
export async function takeBack(changes: readonly TrackChange[]): Promise<Track[]> {
  const tracks: Track[] = [];
  for (const { ids, set } of inverseOf(changes))
    tracks.push(...(await editTracks(ids, { set })).items);
  return tracks;
}

/** Puts tracks into the trash, takes them out, or removes them for good; however many there are. */
export async function moveTracks(
  ids: readonly string[],
  to: "trash" | "library" | "nowhere",
): Promise<void> {
  for (const track_ids of inParts(ids)) {
    const init = { body: { track_ids } };
    if (to === "trash") await api.POST("/api/v1/tracks/trash:batch", init);
    else if (to === "library") await api.POST("/api/v1/tracks/restore:batch", init);
    else await api.POST("/api/v1/tracks/purge:batch", init);
  }
}
