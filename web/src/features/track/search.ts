export const TABS = ["overview", "lyrics", "stems", "versions", "provenance"] as const;
export type TrackTab = (typeof TABS)[number];

/** What the address of this page may say after its question mark. */
export interface TrackSearch {
  tab?: TrackTab;
  /** The two versions that are compared, by their ids. */
  a?: string;
  b?: string;
}

/** Reads it; whatever doesn't fit is left out. */
export function readTrackSearch(search: Record<string, unknown>): TrackSearch {
  const tab = TABS.find((one) => one === search.tab);
  const { a, b } = search;
  return {
    ...(tab ? { tab } : {}),
    ...(typeof a === "string" ? { a } : {}),
    ...(typeof b === "string" ? { b } : {}),
  };
}
