import { $api } from "@/lib/api/client";

/** What the library, or its trash, can be filtered by. */
export function useFacets(trashed = false) {
  return $api.useQuery(
    "get",
    "/api/v1/tracks/facets",
    trashed ? { params: { query: { trashed } } } : {},
    { staleTime: 30_000 },
  );
}
