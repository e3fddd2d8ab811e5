/** What the address of this page may say after its question mark. */
export interface FreestyleSearch {
  /** The conversation that is open. */
  c?: string;
  /** A sentence to begin with. */
  say?: string;
}

/** Reads it; whatever doesn't fit is left out. */
export function readFreestyleSearch(search: Record<string, unknown>): FreestyleSearch {
  const read: FreestyleSearch = {};
  if (typeof search.c === "string" && /^[\w-]{1,40}$/.test(search.c)) read.c = search.c;
  if (typeof search.say === "string" && search.say.trim()) read.say = search.say.slice(0, 500);
  return read;
}
