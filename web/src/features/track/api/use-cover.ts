import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sendFile } from "@/components/audio-drop/upload";
import { notifyDone, notifyFailure } from "@/components/ui/notify";
import { api, type Track } from "@/lib/api/client";
import { showTrack } from "./use-track";

const PATH = "/api/v1/tracks/{track_id}/cover";
const at = (track: Track) => ({ params: { path: { track_id: track.id } } });

async function put(track: Track, picture: File): Promise<Track | undefined> {
  const upload = await sendFile(picture, () => undefined, new AbortController().signal);
  return (await api.PUT(PATH, { ...at(track), body: { upload_id: upload.id } })).data;
}

/** Sends a picture and makes it the track's cover. */
export function useSetCover(track: Track, onDone: () => void) {
  const { t } = useTranslation("track");
  const client = useQueryClient();
  return useMutation({
    mutationFn: (picture: () => Promise<File>) => picture().then((file) => put(track, file)),
    onSuccess: (changed) => {
      if (changed) showTrack(client, changed);
      notifyDone(t("cover.done"));
      onDone();
    },
  });
}

/** Takes the cover away; the picture is held for as long as this can be undone. */
export function useRemoveCover(track: Track, onDone: () => void) {
  const { t } = useTranslation("track");
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const old = await fetch(track.cover ?? "");
      const picture = old.ok ? await old.blob() : null;
      return { changed: (await api.DELETE(PATH, at(track))).data, picture };
    },
    onSuccess: ({ changed, picture }) => {
      if (changed) showTrack(client, changed);
      const undo = picture
        ? () => {
            const file = new File([picture], "cover", { type: picture.type });
            put(track, file).then((back) => back && showTrack(client, back), notifyFailure);
          }
        : undefined;
      notifyDone(t("cover.removed"), undo);
      onDone();
    },
    onError: (error) => notifyFailure(error),
  });
}
