/** What tracks can be ordered by. */
export const SORTS = [
  "created_at",
  "updated_at",
  "title",
  "duration_seconds",
  "tempo_bpm",
  "rating",
  "position",
] as const;
export type Sort = (typeof SORTS)[number];
export type Order = "asc" | "desc";

/** What the address of this page may say after its question mark. */
export interface LibrarySearch {
  q?: string;
  genre?: string[];
  mood?: string[];
  engine?: string[];
  /** All of these. */
  tag?: string[];
  favorite?: true;
  /** The fewest stars. */
  rating?: number;
  /** Length in seconds. */
  shortest?: number;
  longest?: number;
  /** Tempo in BPM. */
  slowest?: number;
  fastest?: number;
  /** A collection's id. */
  collection?: string;
  /** The trash instead of the library. */
  trash?: true;
  sort?: Sort;
  order?: Order;
}

const ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Reads it; whatever doesn't fit is left out. */
export function readLibrarySearch(search: Record<string, unknown>): LibrarySearch {
  const collection = textOf(search.collection);
  const sort = SORTS.find((one) => one === search.sort);
  return withoutEmpty({
    q: textOf(search.q)?.slice(0, 200),
    genre: textsOf(search.genre),
    mood: textsOf(search.mood),
    engine: textsOf(search.engine),
    tag: textsOf(search.tag),
    favorite: search.favorite === true ? true : undefined,
    rating: numberOf(search.rating, 1, 5),
    shortest: numberOf(search.shortest, 0, 1e6),
    longest: numberOf(search.longest, 0, 1e6),
    slowest: numberOf(search.slowest, 1, 1000),
    fastest: numberOf(search.fastest, 1, 1000),
    collection: collection && ID.test(collection) ? collection : undefined,
    trash: search.trash === true ? true : undefined,
    sort: sort === "position" && !collection ? undefined : sort,
    order: search.order === "asc" || search.order === "desc" ? search.order : undefined,
  });
}

// a name that looks like a number is read as one from an address
function textOf(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text.trim() ? text : undefined;
}

function textsOf(value: unknown): string[] | undefined {
  const values = Array.isArray(value) ? value : [value];
  const texts = values.map(textOf).filter((one) => one !== undefined);
  return texts.length ? [...new Set(texts)].slice(0, 50) : undefined;
}

function numberOf(value: unknown, least: number, most: number): number | undefined {
  const fits = typeof value === "number" && value >= least && value <= most;
  return fits ? value : undefined;
}

function withoutEmpty(search: { [Name in keyof LibrarySearch]: LibrarySearch[Name] }) {
  const named = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named) as LibrarySearch;
}
