import type { paths } from "@/lib/api/schema";
import type { LibrarySearch, Order, Sort } from "../search";

export type TrackListQuery = NonNullable<paths["/api/v1/tracks"]["get"]["parameters"]["query"]>;

/** Tracks that are read at once. */
export const PAGE = 100;

/** How a list is ordered unless the address says otherwise. */
export function orderOf(search: LibrarySearch): { sort: Sort; order: Order } {
  const sort = search.sort ?? (search.collection ? "position" : "created_at");
  return { sort, order: search.order ?? firstOrder(sort) };
}

/** The order that a first click on a column gives: names from A, the rest from the most. */
export function firstOrder(sort: Sort): Order {
  return sort === "title" || sort === "position" ? "asc" : "desc";
}

/** What the address asks for, as the API takes it. */
export function queryOf(search: LibrarySearch): TrackListQuery {
  const query: TrackListQuery = { ...orderOf(search), limit: PAGE };
  if (search.q) query.search = search.q;
  if (search.genre) query.genre = search.genre;
  if (search.mood) query.mood = search.mood;
  if (search.engine) query.engine = search.engine;
  if (search.tag) query.tag = search.tag;
  if (search.favorite) query.favorite = true;
  if (search.rating) query.min_rating = search.rating;
  if (search.shortest !== undefined) query.min_duration_seconds = search.shortest;
  if (search.longest !== undefined) query.max_duration_seconds = search.longest;
  if (search.slowest !== undefined) query.min_tempo_bpm = search.slowest;
  if (search.fastest !== undefined) query.max_tempo_bpm = search.fastest;
  if (search.collection) query.collection = search.collection;
  if (search.trash) query.trashed = true;
  return query;
}

/** The filters of the panel; place, words and order are chosen elsewhere. */
export const FILTERS = [
  "genre",
  "mood",
  "engine",
  "tag",
  "favorite",
  "rating",
  "shortest",
  "longest",
  "slowest",
  "fastest",
] as const satisfies readonly (keyof LibrarySearch)[];

/** How many filters of the panel are set. */
export function filterCount(search: LibrarySearch): number {
  return FILTERS.reduce((sum, name) => {
    const value = search[name];
    return sum + (Array.isArray(value) ? value.length : value === undefined ? 0 : 1);
  }, 0);
}

/** The address without these. */
export function without(
  search: LibrarySearch,
  ...names: readonly (keyof LibrarySearch)[]
): LibrarySearch {
  const left = Object.entries(search).filter(([name]) => !names.some((one) => one === name));
  return Object.fromEntries(left) as LibrarySearch;
}

/** The same place in the same order, without words and filters. */
export function withoutFilters({ collection, trash, sort, order }: LibrarySearch): LibrarySearch {
  return {
    ...(collection ? { collection } : {}),
    ...(trash ? { trash } : {}),
    ...(sort ? { sort } : {}),
    ...(order ? { order } : {}),
  };
}
