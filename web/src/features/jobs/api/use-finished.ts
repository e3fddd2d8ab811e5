import { $api, type Job } from "@/lib/api/client";
import type { JobsSearch } from "../search";

const PAGE = 40;
const FINAL = ["completed", "failed", "canceled"] as const;

/** Jobs that have ended, newest first, page by page. */
export function useFinished({ status, kind, engine }: JobsSearch) {
  const query = $api.useInfiniteQuery(
    "get",
    "/api/v1/jobs",
    {
      params: {
        query: {
          status: status && status !== "active" ? [status] : [...FINAL],
          ...(kind && { kind: [kind] }),
          ...(engine && { engine: [engine] }),
          limit: PAGE,
        },
      },
    },
    {
      pageParamName: "cursor",
      initialPageParam: undefined as unknown as string,
      getNextPageParam: ({ next_cursor }: { next_cursor: string | null }) =>
        next_cursor ?? undefined,
      enabled: status !== "active",
    },
  );
  const jobs: Job[] = query.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...query, jobs };
}
