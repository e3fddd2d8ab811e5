/** Which jobs the page shows. */
export const JOB_VIEWS = ["active", "completed", "failed", "canceled"] as const;
export type JobView = (typeof JOB_VIEWS)[number];

/** Kinds that can be picked, as the server calls them. */
export const KINDS = ["generate", "loop", "master", "export", "download"] as const;

/** What the address of this page may say after its question mark. */
export interface JobsSearch {
  status?: JobView;
  kind?: (typeof KINDS)[number];
  engine?: string;
}

/** Reads it; whatever doesn't fit is left out. */
export function readJobsSearch(search: Record<string, unknown>): JobsSearch {
  const status = JOB_VIEWS.find((view) => view === search.status);
  const kind = KINDS.find((one) => one === search.kind);
  const { engine } = search;
  const named = typeof engine === "string" && /^[a-z][a-z0-9_-]{0,31}$/.test(engine);
  return { ...(status && { status }), ...(kind && { kind }), ...(named && { engine }) };
}
