import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { notifyFailure } from "@/components/ui/notify";
import { refresh } from "@/lib/api/cache";
import { $api, api, type Schema, type Track } from "@/lib/api/client";
import { readPlan, type PlanView } from "../model/plan";

export type TrackPatch = Partial<Schema<"TrackPatch">>;

const PATH = "/api/v1/tracks/{track_id}";
const at = (trackId: string) => ({ params: { path: { track_id: trackId } } });
const trackOptions = (trackId: string) => $api.queryOptions("get", PATH, at(trackId));

export function useTrack(trackId: string) {
  return $api.useQuery("get", PATH, at(trackId));
}

/** How the track was composed; null where its engine makes no plans. */
export function usePlan(track: Track): { plan: PlanView | null; loading: boolean; error: unknown } {
  const query = $api.useQuery("get", "/api/v1/tracks/{track_id}/plan", at(track.id), {
    enabled: track.engine !== "",
    staleTime: Infinity,
  });
  const plan = query.data ? readPlan(query.data, track.duration_seconds, track.key) : null;
  return { plan, loading: query.isLoading, error: query.error };
}

/** Shows a track as the server has just answered it, here and wherever else it is shown. */
export function showTrack(client: QueryClient, track: Track): void {
  client.setQueryData(trackOptions(track.id).queryKey, track);
  void refresh(client, "/api/v1/tracks");
}

/** Changes some fields at once on the page, and takes them back when the server refuses. */
export function usePatch(track: Track) {
  const client = useQueryClient();
  const { queryKey } = trackOptions(track.id);
  return useMutation({
    mutationFn: async (patch: TrackPatch) =>
      (await api.PATCH(PATH, { ...at(track.id), body: patch as Schema<"TrackPatch"> })).data,
    onMutate: async (patch) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Track>(queryKey);
      client.setQueryData<Track>(queryKey, (now) => now && { ...now, ...patch });
      return { before };
    },
    onError: (error, patch, context) => {
      client.setQueryData<Track>(
        queryKey,
        (now) => now && context?.before && { ...now, ...sameFields(patch, context.before) },
      );
      notifyFailure(error);
    },
    onSuccess: (changed) => changed && showTrack(client, changed),
  });
}

/** The fields of a patch as they were before it. */
function sameFields(patch: TrackPatch, before: Track): Partial<Track> {
  const names = Object.keys(patch) as (keyof TrackPatch & keyof Track)[];
  return Object.fromEntries(names.map((name) => [name, before[name]]));
}

/** A track as it is on the server now, with the tag that a later change of it is held against. */
export async function readFresh(trackId: string): Promise<{ track: Track; etag: string }> {
  const { data, response } = await api.GET(PATH, { ...at(trackId), cache: "no-store" });
  if (!data) throw new TypeError("an answer without a track");
  return { track: data, etag: response.headers.get("ETag") ?? "" };
}

/** Saves an edited track unless somebody has changed it since; then it throws CONFLICT. */
export async function saveTrack(
  trackId: string,
  patch: TrackPatch,
  etag: string,
): Promise<Track | undefined> {
  const { data } = await api.PATCH(PATH, {
    params: { path: { track_id: trackId }, header: { "If-Match": etag } },
    body: patch as Schema<"TrackPatch">,
  });
  return data;
}
