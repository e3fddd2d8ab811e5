import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { notifyDone, notifyFailure } from "@/components/ui/notify";
import { api, type Track } from "@/lib/api/client";
import { showTrack } from "./use-track";

const at = (track: Track) => ({ params: { path: { track_id: track.id } } });

/** Takes a track back out of the trash. */
export function useRestore(track: Track) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => (await api.POST("/api/v1/tracks/{track_id}/restore", at(track))).data,
    onSuccess: (restored) => restored && showTrack(client, restored),
    onError: (error) => notifyFailure(error),
  });
}

/** Puts a track into the trash; the notice that says so takes it back. */
export function useTrash(track: Track) {
  const { t } = useTranslation("track");
  const client = useQueryClient();
  const restore = useRestore(track);
  return useMutation({
    mutationFn: async () => (await api.DELETE("/api/v1/tracks/{track_id}", at(track))).data,
    onSuccess: (trashed) => {
      if (trashed) showTrack(client, trashed);
      notifyDone(t("trash.done", { title: track.title }), () => restore.mutate());
    },
    onError: (error) => notifyFailure(error),
  });
}
