/** What the address of this page may say after its question mark. */
export interface FreestyleSearch {
  say?: string;
}

/** Reads it; whatever doesn't fit is left out. */
export function readFreestyleSearch(search: Record<string, unknown>): FreestyleSearch {
  return typeof search.say === "string" ? { say: search.say } : {};
}
