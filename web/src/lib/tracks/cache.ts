import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Schema, Track } from "@/lib/api/client";

type TrackPage = Schema<"TrackPage">;

const LIST = "/api/v1/tracks";
const ONE = "/api/v1/tracks/{track_id}";

/** The pages without these tracks; the totals follow. */
export function pagesWithout(pages: TrackPage[], ids: ReadonlySet<string>): TrackPage[] {
  const gone = pages.reduce(
    (sum, page) => sum + page.items.filter((track) => ids.has(track.id)).length,
    0,
  );
  if (!gone) return pages;
  return pages.map((page) => ({
    ...page,
    total: page.total - gone,
    items: page.items.filter((track) => !ids.has(track.id)),
  }));
}

/** The pages with these tracks as they are now, where they are; pages without them stay the same. */
export function pagesWith(pages: TrackPage[], tracks: ReadonlyMap<string, Track>): TrackPage[] {
  return pages.map((page) =>
    page.items.some((track) => tracks.has(track.id))
      ? { ...page, items: page.items.map((track) => tracks.get(track.id) ?? track) }
      : page,
  );
}

const isInfinite = (data: unknown): data is InfiniteData<TrackPage> =>
  typeof data === "object" && data !== null && "pages" in data;

function changeLists(client: QueryClient, change: (pages: TrackPage[]) => TrackPage[]): void {
  const lists = client.getQueriesData({ predicate: ({ queryKey }) => queryKey[1] === LIST });
  for (const [key, data] of lists) {
    if (!data) continue;
    if (isInfinite(data)) client.setQueryData(key, { ...data, pages: change(data.pages) });
    else client.setQueryData(key, change([data as TrackPage])[0]);
  }
}

/** Shows these tracks as they are now, wherever they are shown. */
export function putTracks(client: QueryClient, tracks: readonly Track[]): void {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  changeLists(client, (pages) => pagesWith(pages, byId));
  for (const track of tracks)
    client.setQueryData<Track>(
      ["get", ONE, { params: { path: { track_id: track.id } } }],
      (known) => (known ? track : undefined),
    );
}

/** Takes tracks out of every list, before the lists are read anew. */
export function dropTracks(client: QueryClient, ids: readonly string[]): void {
  const gone = new Set(ids);
  changeLists(client, (pages) => pagesWithout(pages, gone));
}

type Field = keyof Schema<"TrackPatch">;
type ListQuery = Record<string, unknown>;

/** Which filters and orders look at a field; the search looks at all texts. */
const LOOKED_AT: Partial<Record<Field, { filters: string[]; sort?: string }>> = {
  title: { filters: ["search"], sort: "title" },
  artist: { filters: ["search"] },
  album: { filters: ["search"] },
  genre: { filters: ["search", "genre"] },
  mood: { filters: ["search", "mood"] },
  tags: { filters: ["search", "tag"] },
  description: { filters: ["search"] },
  lyrics: { filters: ["search"] },
  favorite: { filters: ["favorite"] },
  rating: { filters: ["min_rating"], sort: "rating" },
  tempo_bpm: { filters: ["min_tempo_bpm", "max_tempo_bpm"], sort: "tempo_bpm" },
};

/** Whether a list that was asked for so may hold other tracks, or in another order, after a change. */
export function depends(query: ListQuery, fields: readonly Field[]): boolean {
  if (query.sort === "updated_at") return true;
  return fields.some((field) => {
    const looked = LOOKED_AT[field];
    if (!looked) return false;
    return query.sort === looked.sort || looked.filters.some((name) => query[name] !== undefined);
  });
}

/** After a change of these fields: reads anew what the change may have moved, and nothing else. */
export async function refreshChanged(client: QueryClient, fields: readonly Field[]): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey: [, path, init] }) => {
      if (path === LIST) {
        const query = (init as { params?: { query?: ListQuery } } | undefined)?.params?.query;
        return depends(query ?? {}, fields);
      }
      return typeof path === "string" && path.startsWith(`${LIST}/`) && path !== ONE;
    },
  });
}
