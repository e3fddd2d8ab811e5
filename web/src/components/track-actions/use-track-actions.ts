import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { notifyDone, notifyFailure } from "@/components/ui/notify";
import { refresh } from "@/lib/api/cache";
import { api, type Schema, type Track } from "@/lib/api/client";
import { useDownloads } from "@/lib/downloads/store";
import { rememberJob } from "@/lib/jobs/submitted";
import { drawSeed } from "@/lib/seed";
import { playableOf, usePlayer } from "@/lib/player/store";
import { editTracks, moveTracks } from "@/lib/tracks/batches";
import { dropTracks, putTracks, refreshChanged } from "@/lib/tracks/cache";
import { variedTitle } from "./varied-title";

type Tracks = readonly Track[];
type Words = TFunction<"shared">;

const playable = (tracks: Tracks) => tracks.map(playableOf).filter((one) => one !== null);

/** A single track by its title, several by their number. */
function named(tracks: Tracks, one: (title: string) => string, many: (count: number) => string) {
  const [first] = tracks;
  return first && tracks.length === 1 ? one(first.title) : many(tracks.length);
}

const idsOf = (tracks: Tracks) => tracks.map((track) => track.id);

/** What can be done with tracks from any list or page; each tells of its success or failure itself. */
export function useTrackActions() {
  const client = useQueryClient();
  const { t } = useTranslation("shared");
  return useMemo(
    () => ({
      playNext: (tracks: Tracks) => {
        usePlayer.getState().playNext(playable(tracks));
        notifyDone(t("trackActions.queuedNext", { count: tracks.length }));
      },
      enqueue: (tracks: Tracks) => {
        usePlayer.getState().enqueue(playable(tracks));
        notifyDone(t("trackActions.queued", { count: tracks.length }));
      },
      rate: (tracks: Tracks, rating: number | null) => set(client, tracks, { rating }),
      favor: (tracks: Tracks, favorite: boolean) => set(client, tracks, { favorite }),
      vary: (track: Track) => vary(track, t),
      download: (track: Track, file: Schema<"TrackFileOut">) => download(track, file),
      trash: (tracks: Tracks) => trash(client, t, tracks),
      restore: (tracks: Tracks) => restore(client, t, tracks),
      purge: (tracks: Tracks) => purge(client, t, tracks),
    }),
    [client, t],
  );
}

/** Shows the change at once, and takes it back when the server refuses it. */
async function set(
  client: QueryClient,
  tracks: Tracks,
  patch: Pick<Track, "rating"> | Pick<Track, "favorite">,
) {
  putTracks(
    client,
    tracks.map((track) => ({ ...track, ...patch })),
  );
  try {
    const { items } = await editTracks(idsOf(tracks), { set: patch });
    putTracks(client, items);
    await refreshChanged(client, Object.keys(patch) as (keyof typeof patch)[]);
  } catch (error) {
    putTracks(client, tracks);
    notifyFailure(error, () => void set(client, tracks, patch));
  }
}

/** A remake that names nothing but other dice draws all parts again, over the same plan. */
const AS_IT_IS = {
  layers: [],
  lock: [],
  sections: [],
  new_melody: false,
  transpose: 0,
  priority: "normal" as const,
};

async function vary(track: Track, t: Words) {
  try {
    const { data } = await api.POST("/api/v1/tracks/{track_id}/remake", {
      params: { path: { track_id: track.id } },
      body: {
        ...AS_IT_IS,
        seed: drawSeed(),
        title: variedTitle(track.title, t("trackActions.variation")),
        stems: track.links.stems !== null,
        midi: track.links.midi !== null,
      },
    });
    if (data) rememberJob(data);
    notifyDone(t("trackActions.varied", { title: track.title }));
  } catch (error) {
    notifyFailure(error);
  }
}

function download(track: Track, file: Schema<"TrackFileOut">) {
  const url = new URL(file.url, location.origin);
  url.searchParams.set("download", "true");
  const label = file.label ? ` - ${file.label}` : "";
  useDownloads.getState().add({
    url: url.pathname + url.search,
    name: `${track.title}${label}.${file.format}`,
    bytes: file.bytes,
  });
}

const again = (client: QueryClient) => refresh(client, "/api/v1/tracks", "/api/v1/collections");

async function trash(client: QueryClient, t: Words, tracks: Tracks) {
  dropTracks(client, idsOf(tracks));
  try {
    await moveTracks(idsOf(tracks), "trash");
    notifyDone(
      named(
        tracks,
        (title) => t("trackActions.trashedOne", { title }),
        (count) => t("trackActions.trashed", { count }),
      ),
      () => void restore(client, t, tracks),
    );
  } catch (error) {
    notifyFailure(error, () => void trash(client, t, tracks));
  }
  await again(client);
}

async function restore(client: QueryClient, t: Words, tracks: Tracks) {
  try {
    await moveTracks(idsOf(tracks), "library");
    notifyDone(
      named(
        tracks,
        (title) => t("trackActions.restoredOne", { title }),
        (count) => t("trackActions.restored", { count }),
      ),
    );
  } catch (error) {
    notifyFailure(error, () => void restore(client, t, tracks));
  }
  await again(client);
}

async function purge(client: QueryClient, t: Words, tracks: Tracks) {
  dropTracks(client, idsOf(tracks));
  try {
    await moveTracks(idsOf(tracks), "nowhere");
    notifyDone(
      named(
        tracks,
        (title) => t("trackActions.purgedOne", { title }),
        (count) => t("trackActions.purged", { count }),
      ),
    );
  } catch (error) {
    notifyFailure(error);
  }
  await again(client);
}
