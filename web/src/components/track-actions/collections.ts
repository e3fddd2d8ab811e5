import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { notifyDone, notifyFailure } from "@/components/ui/notify";
import { refresh } from "@/lib/api/cache";
import { api, type Schema, type Track } from "@/lib/api/client";
import { inParts } from "@/lib/tracks/batches";

type Collection = Schema<"CollectionOut">;
type Named = Pick<Collection, "id" | "name">;

const words = () => i18next.getFixedT(null, "shared");
const idsOf = (tracks: readonly Track[]) => tracks.map((track) => track.id);
const again = (client: QueryClient) => refresh(client, "/api/v1/collections", "/api/v1/tracks");

async function put(id: string, ids: readonly string[]): Promise<Collection | undefined> {
  let after: Collection | undefined;
  for (const track_ids of inParts(ids)) {
    const init = { params: { path: { collection_id: id } }, body: { track_ids } };
    after = (await api.POST("/api/v1/collections/{collection_id}/tracks:add", init)).data;
  }
  return after;
}

async function take(id: string, ids: readonly string[]): Promise<void> {
  for (const track_ids of inParts(ids)) {
    const init = { params: { path: { collection_id: id } }, body: { track_ids } };
    await api.POST("/api/v1/collections/{collection_id}/tracks:remove", init);
  }
}

/** Puts tracks at a collection's end. Throws what the server refuses. */
export async function addToCollection(
  client: QueryClient,
  collection: Pick<Collection, "id" | "name" | "track_count">,
  tracks: readonly Track[],
): Promise<void> {
  const ids = idsOf(tracks);
  const after = await put(collection.id, ids);
  await again(client);
  const added = (after?.track_count ?? 0) - collection.track_count;
  const undo = async () => {
    await take(collection.id, ids).catch(notifyFailure);
    await again(client);
  };
  // some were in it before: taking all out again would take those, too
  const undoable = added === ids.length;
  notifyDone(
    words()("collect.added", { count: Math.max(0, added), name: collection.name }),
    undoable ? () => void undo() : undefined,
  );
}

/** Makes a collection of tracks, or an empty one. Throws what the server refuses. */
export async function createCollection(
  client: QueryClient,
  name: string,
  tracks: readonly Track[],
): Promise<Collection | undefined> {
  const [first = [], ...rest] = inParts(idsOf(tracks));
  const { data } = await api.POST("/api/v1/collections", {
    body: { name, description: "", track_ids: first },
  });
  if (data) await put(data.id, rest.flat());
  await again(client);
  notifyDone(words()("collect.created", { name }));
  return data;
}

/** Takes tracks out of a collection, with the way back. */
export async function removeFromCollection(
  client: QueryClient,
  collection: Named,
  tracks: readonly Track[],
): Promise<void> {
  const ids = idsOf(tracks);
  try {
    await take(collection.id, ids);
    const undo = async () => {
      await put(collection.id, ids).catch(notifyFailure);
      await again(client);
    };
    notifyDone(
      words()("collect.removed", { count: ids.length, name: collection.name }),
      () => void undo(),
    );
  } catch (error) {
    notifyFailure(error);
  }
  await again(client);
}

/** Forgets a collection; the way back makes it anew with the same tracks in the same order. */
export async function deleteCollection(
  client: QueryClient,
  collection: Collection,
): Promise<boolean> {
  const { id, name, description } = collection;
  try {
    const { data: gone } = await api.DELETE("/api/v1/collections/{collection_id}", {
      params: { path: { collection_id: id } },
    });
    const undo = async () => {
      try {
        const { data } = await api.POST("/api/v1/collections", {
          body: { name, description, track_ids: [] },
        });
        if (data) await put(data.id, gone?.track_ids ?? []);
      } catch (error) {
        notifyFailure(error);
      }
      await again(client);
    };
    notifyDone(words()("collect.deleted", { name }), () => void undo());
  } catch (error) {
    notifyFailure(error);
    return false;
  }
  await refresh(client, "/api/v1/collections");
  return true;
}

/** Gives a collection another name. Throws what the server refuses. */
export async function renameCollection(
  client: QueryClient,
  { id }: Named,
  name: string,
): Promise<void> {
  await api.PATCH("/api/v1/collections/{collection_id}", {
    params: { path: { collection_id: id } },
    body: { name },
  });
  await refresh(client, "/api/v1/collections");
}
