import {
  keepPreviousData,
  useQueries,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { $api, type Schema, type Track } from "@/lib/api/client";
import { inParts } from "@/lib/tracks/batches";
import { onceEach, pagesFrom, placed, type PlacedPage, type Places } from "../model/pages";
import { PAGE, queryOf, type TrackListQuery } from "../model/query";
import type { LibrarySearch } from "../search";

type TrackPage = Schema<"TrackPage">;

type Answer = Pick<UseQueryResult<TrackPage, unknown>, "data" | "dataUpdatedAt" | "error">;

const FRESH_MS = 60_000; // what changes meanwhile is told by events
const KEPT_MS = 30 * 60_000;
const AT_ONCE = 4;

export interface LibraryList {
  /** By their places in the list; undefined where nobody has looked yet. */
  tracks: Places;
  /** Those that were read so far, in their order. */
  read: Track[];
  /** All that there are. */
  total: number;
  isPending: boolean;
  /** Still what was asked for before. */
  isOld: boolean;
  error: unknown;
  retry: () => void;
  /** Reads what stands between two places. */
  look: (first: number, last: number) => void;
  /** Reads the rest; all tracks. */
  loadAll: () => Promise<Track[]>;
}

/** Which pages of a list were looked at, besides the first. */
interface Looked {
  key: string;
  pages: readonly number[];
}

const NONE: readonly number[] = [];
let looked: Looked = { key: "", pages: NONE }; // of the list that was shown last

/** The tracks that the address asks for: those pages of them that are looked at. */
export function useLibrary(search: LibrarySearch): LibraryList {
  const client = useQueryClient();
  const key = JSON.stringify(queryOf(search));
  const query = useMemo(() => JSON.parse(key) as TrackListQuery, [key]);
  const [seen, setSeen] = useState(looked);
  const pages = seen.key === key ? seen.pages : NONE;
  useEffect(() => {
    looked = seen;
  }, [seen]);

  const first = $api.useQuery("get", "/api/v1/tracks", asked(query, 0), {
    staleTime: FRESH_MS,
    gcTime: KEPT_MS,
    placeholderData: keepPreviousData,
  });
  const rest = useQueries({
    queries: pages.map((page) => optionsOf(query, page)),
    combine: told,
  });
  const { data, dataUpdatedAt } = first;
  const { tracks, read } = useMemo(() => {
    const head = data ? [{ page: 0, told: data, at: dataUpdatedAt }] : [];
    const others = pages.flatMap((page, place): PlacedPage[] => {
      const one = rest.pages[place];
      return one?.data ? [{ page, told: one.data, at: one.at }] : [];
    });
    return placed([...head, ...others], PAGE);
  }, [data, dataUpdatedAt, rest.pages, pages]);

  const look = useCallback(
    (from: number, to: number) =>
      setSeen((now) => {
        const known = now.key === key ? now.pages : NONE;
        const more = pagesFrom(from, to, PAGE).filter((page) => page && !known.includes(page));
        return more.length ? { key, pages: [...known, ...more] } : now;
      }),
    [key],
  );
  const loadAll = useCallback(async () => {
    const read = async (page: number) => client.fetchQuery(optionsOf(query, page));
    const head = await read(0);
    const all = [head];
    for (const part of inParts(pagesFrom(PAGE, head.total - 1, PAGE), AT_ONCE))
      all.push(...(await Promise.all(part.map(read))));
    look(0, head.total - 1);
    return onceEach(all.flatMap(({ items }) => items));
  }, [client, query, look]);
  return {
    tracks,
    read,
    total: tracks.length,
    isPending: first.isPending,
    isOld: first.isPlaceholderData,
    error: first.error ?? rest.error,
    retry: () => {
      void first.refetch();
      for (const page of pages) void client.refetchQueries(optionsOf(query, page));
    },
    look,
    loadAll,
  };
}

const asked = (query: TrackListQuery, page: number) => ({
  params: { query: page ? { ...query, offset: page * PAGE } : query },
});

const optionsOf = (query: TrackListQuery, page: number) =>
  $api.queryOptions("get", "/api/v1/tracks", asked(query, page), {
    staleTime: FRESH_MS,
    gcTime: KEPT_MS,
  });

const told = (answers: Answer[]) => ({
  pages: answers.map(({ data, dataUpdatedAt }) => ({ data, at: dataUpdatedAt })),
  error: answers.find(({ error }) => error)?.error,
});
