import { useQueries } from "@tanstack/react-query";
import { $api, type Track } from "@/lib/api/client";

/** Tracks by their ids; undefined while one is on its way, or isn't there. */
export function useTracks(ids: readonly string[]): (Track | undefined)[] {
  const answers = useQueries({
    queries: ids.map((track_id) =>
      $api.queryOptions("get", "/api/v1/tracks/{track_id}", { params: { path: { track_id } } }),
    ),
  });
  return answers.map(({ data }) => data);
}
