/** What the address of this page may say after its question mark. */
export interface TrackSearch {
  tab?: string;
}

/** Reads it; whatever doesn't fit is left out. */
export function readTrackSearch(search: Record<string, unknown>): TrackSearch {
  return typeof search.tab === "string" ? { tab: search.tab } : {};
}
