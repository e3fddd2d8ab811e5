import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/lib/api/client";
import type { PlanRequest } from "../model/order";
import { useDebounced } from "./use-debounced";

const CALM_MILLISECONDS = 250;

/** What the server would make of it, asked for when the typing rests; the last answer meanwhile. */
export function useOutline(request: PlanRequest) {
  const asked = useDebounced(JSON.stringify(request), CALM_MILLISECONDS);
  const query = useQuery({
    queryKey: ["post", "/api/v1/plans", asked],
    queryFn: async ({ signal }) => {
      const body = JSON.parse(asked) as PlanRequest;
      return (await api.POST("/api/v1/plans", { body, signal })).data;
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  const { data: outline, error: refusal, refetch } = query;
  const thinking = query.isFetching || asked !== JSON.stringify(request);
  return useMemo(
    () => ({ outline, thinking, refusal, retry: () => void refetch() }),
    [outline, thinking, refusal, refetch],
  );
}
