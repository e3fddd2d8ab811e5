import type { Job } from "@/lib/api/client";
import { isFinal } from "./cache";

/** `status`: it began, waits again...; `tracks`: one of several is ready; `ended`: nothing follows. */
export type Change = "none" | "status" | "tracks" | "ended";

interface Seen {
  status: Job["status"];
  attempts: number;
  tracks: number;
}

interface News {
  /** These were there when the page began to listen; they are known from now on. */
  learn: (jobs: readonly Job[]) => void;
  /** What is new about a job that comes. */
  of: (job: Job) => Change;
}

/**
 * Tells what is new. What had ended before the page began to listen is no news, so that nothing
 * old is announced after a reload.
 */
export function newsOf(): News {
  const seen = new Map<string, Seen>();
  let newest: string | null = null; // ids sort by the time of their making
  const remember = (job: Job) => {
    const { status, attempts, track_ids } = job;
    seen.set(job.id, { status, attempts, tracks: track_ids.length });
    if (newest === null || job.id > newest) newest = job.id;
  };
  return {
    learn: (jobs) => {
      newest ??= "";
      for (const job of jobs) remember(job);
    },
    of: (job) => {
      const before = seen.get(job.id);
      const made = newest !== null && job.id > newest;
      remember(job);
      if (!before) return isFinal(job) ? (made ? "ended" : "none") : "status";
      if (before.status !== job.status || before.attempts !== job.attempts) {
        return isFinal(job) ? "ended" : "status";
      }
      return before.tracks === job.track_ids.length ? "none" : "tracks";
    },
  };
}
