/** What the address of this page may say after its question mark. */
export interface LibrarySearch {
  q?: string;
}

/** Reads it; whatever doesn't fit is left out. */
export function readLibrarySearch(search: Record<string, unknown>): LibrarySearch {
  return typeof search.q === "string" ? { q: search.q } : {};
}
