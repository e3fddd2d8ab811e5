import { useState } from "react";
import type { Track } from "@/lib/api/client";
import { hashOf } from "@/components/cover/random";
import { type Draft, isEmpty, NO_CHANGE } from "./draft";

const STORED = "mgl.batch-form.draft";

/** The draft for these tracks; closed by mistake, it is there again when they are edited next. */
export function useStoredDraft(
  tracks: readonly Track[],
): [Draft, (draft: Draft) => void, () => void] {
  const key = String(hashOf(tracks.map((track) => track.id).join()));
  const [draft, setDraft] = useState(() => stored(key));
  const change = (next: Draft) => {
    setDraft(next);
    store(isEmpty(next) ? null : { key, draft: next });
  };
  return [draft, change, () => store(null)];
}

function store(value: { key: string; draft: Draft } | null): void {
  try {
    if (value) sessionStorage.setItem(STORED, JSON.stringify(value));
    else sessionStorage.removeItem(STORED);
  } catch {
    // storage is off: it holds until the dialog is closed
  }
}

function stored(key: string): Draft {
  try {
    const value = JSON.parse(sessionStorage.getItem(STORED) ?? "null") as {
      key: string;
      draft: Draft;
    } | null;
    return value?.key === key ? { ...NO_CHANGE, ...value.draft } : NO_CHANGE;
  } catch {
    return NO_CHANGE; // storage is off, or holds something else
  }
}
