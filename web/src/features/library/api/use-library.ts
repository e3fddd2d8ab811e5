import { keepPreviousData } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { $api, type Track } from "@/lib/api/client";
import { queryOf } from "../model/query";
import type { LibrarySearch } from "../search";

const FRESH_MS = 60_000; // what changes meanwhile is told by events
const KEPT_MS = 30 * 60_000;

export interface LibraryList {
  /** Those that were read so far, in their order. */
  tracks: Track[];
  /** All that there are. */
  total: number;
  isPending: boolean;
  /** Still what was asked for before. */
  isOld: boolean;
  error: unknown;
  retry: () => void;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  /** Reads on to the end; all tracks. */
  loadAll: () => Promise<Track[]>;
}

/** The tracks that the address asks for, page by page. */
export function useLibrary(search: LibrarySearch): LibraryList {
  const query = $api.useInfiniteQuery(
    "get",
    "/api/v1/tracks",
    { params: { query: queryOf(search) } },
    {
      initialPageParam: null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: FRESH_MS,
      gcTime: KEPT_MS,
      placeholderData: keepPreviousData,
    },
  );
  const { data, fetchNextPage, isFetchingNextPage, isFetching, hasNextPage } = query;
  const tracks = useMemo(() => onceEach(data?.pages.flatMap((page) => page.items) ?? []), [data]);
  const loadMore = useCallback(() => {
    if (!isFetching) void fetchNextPage({ cancelRefetch: false });
  }, [isFetching, fetchNextPage]);
  const loadAll = useCallback(async () => {
    let answer = await fetchNextPage({ cancelRefetch: false });
    while (answer.hasNextPage && !answer.isError)
      answer = await fetchNextPage({ cancelRefetch: false });
    if (answer.isError) throw answer.error;
    return onceEach(answer.data?.pages.flatMap((page) => page.items) ?? []);
  }, [fetchNextPage]);
  return {
    tracks,
    total: Math.max(tracks.length, data?.pages.at(-1)?.total ?? 0),
    isPending: query.isPending,
    isOld: query.isPlaceholderData,
    error: query.error,
    retry: () => void (data ? fetchNextPage() : query.refetch()),
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    loadMore,
    loadAll,
  };
}

/** A track that moved while pages were read comes twice: its first place counts. */
function onceEach(tracks: Track[]): Track[] {
  const byId = new Map<string, Track>();
  for (const track of tracks) if (!byId.has(track.id)) byId.set(track.id, track);
  return byId.size === tracks.length ? tracks : [...byId.values()];
}
