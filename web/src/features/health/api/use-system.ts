import { queryOptions, useQuery } from "@tanstack/react-query";
import { create } from "zustand";
import { api } from "@/lib/api/client";
import { ApiError, problemIn } from "@/lib/api/errors";
import type { Health, System } from "../model/findings";
import { type Sample, withSample } from "../model/samples";

const REFRESH_MS = 5_000;

/** How busy it was while this page was open, also before it was left and opened again. */
export const useSamples = create<{ samples: Sample[] }>()(() => ({ samples: [] }));

// shares the address, so that whatever reads `/api/v1/system` anew reads this anew, too
const systemQuery = queryOptions<System>({
  queryKey: ["get", "/api/v1/system", "watched"],
  queryFn: async ({ signal }) => {
    const { data } = await api.GET("/api/v1/system", { signal });
    if (!data) throw new TypeError("an answer without a body");
    useSamples.setState(({ samples }) => ({ samples: withSample(samples, data, Date.now()) }));
    return data;
  },
  refetchInterval: REFRESH_MS, // only while the page is seen
});

const isHealth = (body: unknown): body is Health =>
  typeof body === "object" && body !== null && "checks" in body;

const healthQuery = queryOptions<Health>({
  queryKey: ["get", "/health"],
  queryFn: async ({ signal }) => {
    // "not healthy" comes with status 503 and is an answer, too
    const response = await fetch("/health", { signal });
    const body: unknown = await response.json().catch(() => null);
    if (isHealth(body)) return body;
    const { status } = response;
    const unknown = { code: "INTERNAL", message: "", recovery: "", details: {}, status };
    throw new ApiError(problemIn(body, status) ?? unknown);
  },
  refetchInterval: REFRESH_MS,
});

/** The machine, read every few seconds while the page is seen. */
export const useSystem = () => useQuery(systemQuery);

/** The server's parts, likewise. */
export const useHealth = () => useQuery(healthQuery);
