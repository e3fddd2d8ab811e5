import { $api, type Job } from "@/lib/api/client";

const REFRESH_MS = 5_000;
const SHORTEST_MS = 500;

interface ActiveJobs {
  running: Job[];
  /** In the order in which they start, as far as lanes and priorities say. */
  queued: Job[];
  isPending: boolean;
  /** Why nothing is known; what is known stays while the server is away. */
  error: unknown;
  refetch: () => void;
}

/** What runs and what waits, live. */
export function useActiveJobs(): ActiveJobs {
  const query = $api.useQuery(
    "get",
    "/api/v1/jobs",
    { params: { query: { status: ["running", "queued"], order: "asc", limit: 200 } } },
    {
      // Places and times left of those that wait change without events of their own; events of
      // others, each of which begins the interval anew, must not put that off.
      refetchInterval: ({ state }) => {
        if (!state.data?.items.some((job) => job.status === "queued")) return false;
        const read = Math.max(state.dataUpdatedAt, state.errorUpdatedAt);
        return Math.max(SHORTEST_MS, REFRESH_MS - (Date.now() - read));
      },
    },
  );
  const jobs = query.data?.items ?? [];
  return {
    running: jobs.filter((job) => job.status === "running"),
    queued: byPlace(jobs.filter((job) => job.status === "queued")),
    isPending: query.isPending,
    error: query.data ? null : query.error,
    refetch: () => void query.refetch(),
  };
}

/** Those that wait, by their places; places count within an engine's own lane. */
export function byPlace(jobs: Job[]): Job[] {
  const last = Number.MAX_SAFE_INTEGER;
  return jobs.toSorted(
    (one, other) =>
      (one.queue_position ?? last) - (other.queue_position ?? last) || (one.id < other.id ? -1 : 1),
  );
}
