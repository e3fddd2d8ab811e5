/** What the address of this page may say after its question mark. */
export interface JobsSearch {
  status?: string;
}

/** Reads it; whatever doesn't fit is left out. */
export function readJobsSearch(search: Record<string, unknown>): JobsSearch {
  return typeof search.status === "string" ? { status: search.status } : {};
}
