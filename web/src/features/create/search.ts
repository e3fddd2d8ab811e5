/** What the address of this page may say after its question mark. */
export interface CreateSearch {
  prompt?: string;
}

/** Reads it; whatever doesn't fit is left out. */
export function readCreateSearch(search: Record<string, unknown>): CreateSearch {
  return typeof search.prompt === "string" ? { prompt: search.prompt } : {};
}
