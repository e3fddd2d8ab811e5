import { useInfiniteQuery } from "@tanstack/react-query";
import { api, type Schema } from "@/lib/api/client";
import type { JobsSearch } from "../search";

type JobPage = Schema<"JobPage">;

const PATH = "/api/v1/jobs";
const PAGE = 40;
const FINAL = ["completed" as const, "failed" as const, "canceled" as const];

/** Jobs that have ended, newest first, page by page. */
export function useFinished({ status, kind, engine }: JobsSearch) {
  const query = {
    status: status && status !== "active" ? [status] : FINAL,
    ...(kind && { kind: [kind] }),
    ...(engine && { engine: [engine] }),
    limit: PAGE,
  };
  const pages = useInfiniteQuery({
    // in the shape that `$api` gives its keys, so that events find the list
    queryKey: ["get", PATH, { params: { query } }],
    queryFn: async ({ pageParam, signal }): Promise<JobPage> => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      const init = { params: { query: { ...query, ...cursor } }, signal };
      return (await api.GET(PATH, init)).data ?? { items: [], next_cursor: null };
    },
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor,
    enabled: status !== "active",
  });
  return { ...pages, jobs: pages.data?.pages.flatMap((page) => page.items) ?? [] };
}
