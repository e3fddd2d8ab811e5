import { useEffect } from "react";
import { $api, type Job } from "@/lib/api/client";
import { toProblem } from "@/lib/api/errors";
import { markGone } from "./submitted";
import { watch } from "./watched";

interface WatchedJob {
  /** As it stands now; null until it is known. */
  job: Job | null;
  /** The server has cleaned up its record; its tracks stay in the library. */
  gone: boolean;
  /** Why it can't be read, other than `gone`. */
  error: unknown;
}

/**
 * One job, live. While the page that shows it is seen, its end is not announced elsewhere: the page
 * says it itself (`JobProgress` does).
 */
export function useJob(id: string | null): WatchedJob {
  const query = $api.useQuery(
    "get",
    "/api/v1/jobs/{job_id}",
    { params: { path: { job_id: id ?? "" } } },
    { enabled: id !== null, staleTime: 60_000 },
  );
  const gone = query.error !== null && toProblem(query.error).code === "NOT_FOUND";
  useEffect(() => (id === null ? undefined : watch(id)), [id]);
  useEffect(() => {
    if (gone && id !== null) markGone([id]);
  }, [gone, id]);
  return {
    job: id === null || gone ? null : (query.data ?? null),
    gone,
    error: gone ? null : query.error,
  };
}
