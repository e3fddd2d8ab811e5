import type { Job } from "@/lib/api/client";

const STORED = "mgl.jobs.cleared";

/** Up to which moment finished jobs were cleared from the drawer; the page of jobs shows them all. */
export function clearedUpTo(): string {
  try {
    return localStorage.getItem(STORED) ?? "";
  } catch {
    return ""; // storage is off
  }
}

/** Clears these from the drawer, by the server's own clock; gives the moment. */
export function clearUpTo(jobs: readonly Job[]): string {
  const moment = jobs.reduce((last, { finished_at }) => {
    const at = finished_at ?? "";
    return at > last ? at : last;
  }, clearedUpTo());
  try {
    localStorage.setItem(STORED, moment);
  } catch {
    // storage is off: it holds until the drawer is closed
  }
  return moment;
}
