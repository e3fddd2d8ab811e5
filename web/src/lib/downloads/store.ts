import { create } from "zustand";
import { fetchFile, savedAs, saveBlob, saveByLink } from "./fetch-file";

/** What is larger goes to the browser's own downloads: it would have to fit into memory here. */
export const LARGEST_BYTES = 200_000_000;
const AT_ONCE = 2;
const MOST = 30;

export type DownloadState = "waiting" | "fetching" | "saved" | "handed" | "failed" | "canceled";

export interface Download {
  id: string;
  url: string;
  /** As it is saved, unless the server names it. */
  name: string;
  state: DownloadState;
  receivedBytes: number;
  /** Null while nobody knows, as for archives that are made while they are sent. */
  totalBytes: number | null;
  /** Why it failed. */
  error: unknown;
}

export interface NewDownload {
  url: string;
  name: string;
  /** Its size, where it is known before. */
  bytes?: number;
}

interface DownloadsState {
  items: Download[];
  /** Fetch a file and save it; very large ones are left to the browser. */
  add: (file: NewDownload) => void;
  cancel: (id: string) => void;
  retry: (id: string) => void;
  /** Save it once more. */
  again: (id: string) => void;
  remove: (id: string) => void;
  /** Forget what is finished, one way or another. */
  clear: () => void;
}

const running = new Map<string, AbortController>();
const blobs = new Map<string, Blob>();
let counter = 0;

/** Whether it needs no more attention. */
export function isOver({ state }: Download): boolean {
  return state !== "waiting" && state !== "fetching";
}

/** Files on their way to this machine, newest first. */
export const useDownloads = create<DownloadsState>()((set, get) => {
  const change = (id: string, fields: Partial<Download>) =>
    set(({ items }) => ({
      items: items.map((item) => (item.id === id ? { ...item, ...fields } : item)),
    }));

  const begin = () => {
    const waiting = get().items.findLast((item) => item.state === "waiting");
    if (!waiting || running.size >= AT_ONCE) return;
    void run(waiting).finally(begin);
    begin();
  };

  const hand = (item: Download) => {
    saveByLink(item.url, item.name);
    change(item.id, { state: "handed" });
  };

  const run = async (item: Download) => {
    const abort = new AbortController();
    running.set(item.id, abort);
    change(item.id, { state: "fetching", receivedBytes: 0, error: null });
    try {
      const file = await fetchFile(item.url, {
        largestBytes: LARGEST_BYTES,
        signal: abort.signal,
        onProgress: (receivedBytes, totalBytes) => change(item.id, { receivedBytes, totalBytes }),
      });
      if (file === "too large") return hand(item);
      blobs.set(item.id, file.blob);
      const name = savedAs(file.disposition) ?? item.name;
      saveBlob(file.blob, name);
      change(item.id, { state: "saved", name, totalBytes: file.blob.size });
      freeMemory();
    } catch (error) {
      change(item.id, abort.signal.aborted ? { state: "canceled" } : { state: "failed", error });
    } finally {
      running.delete(item.id);
    }
  };

  const restart = (id: string) => {
    change(id, { state: "waiting", receivedBytes: 0, error: null });
    begin();
  };

  const freeMemory = () => {
    let held = 0;
    for (const { id } of get().items) {
      held += blobs.get(id)?.size ?? 0;
      if (held > LARGEST_BYTES) blobs.delete(id);
    }
  };

  const keep = (items: Download[]) => {
    const ids = new Set(items.map(({ id }) => id));
    for (const id of blobs.keys()) if (!ids.has(id)) blobs.delete(id);
    set({ items });
  };

  return {
    items: [],
    add: ({ url, name, bytes }) => {
      const id = `d${++counter}`;
      const item: Download = {
        id,
        url,
        name,
        state: "waiting",
        receivedBytes: 0,
        totalBytes: bytes ?? null,
        error: null,
      };
      const kept = get().items.filter((one, place) => !isOver(one) || place < MOST);
      keep([item, ...kept]);
      if (bytes !== undefined && bytes > LARGEST_BYTES) hand(item);
      else begin();
    },
    cancel: (id) => {
      running.get(id)?.abort();
      if (!running.has(id)) change(id, { state: "canceled" });
    },
    retry: restart,
    again: (id) => {
      const item = get().items.find((one) => one.id === id);
      const blob = blobs.get(id);
      if (!item) return;
      if (item.state === "handed") saveByLink(item.url, item.name);
      else if (blob) saveBlob(blob, item.name);
      else restart(id);
    },
    remove: (id) => {
      running.get(id)?.abort();
      keep(get().items.filter((item) => item.id !== id));
    },
    clear: () => keep(get().items.filter((item) => !isOver(item))),
  };
});
