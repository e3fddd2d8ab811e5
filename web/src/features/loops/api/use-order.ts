import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { type LoopsSearch, readLoopsSearch } from "../search";

const STORED = "mgl.loops.v1";
const CALM_MS = 250;

export type Change = (changes: {
  [Name in keyof LoopsSearch]: LoopsSearch[Name] | undefined;
}) => void;

/** What belongs to one recording alone. */
const OF_RECORDING = { pick: undefined, start: undefined, end: undefined, job: undefined };

function kept(): LoopsSearch {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? "{}");
    return readLoopsSearch(value as Record<string, unknown>);
  } catch {
    return {}; // storage is off, or holds something else
  }
}

function keep(order: LoopsSearch): void {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(order));
  } catch {
    // storage is off or full: the address still holds it
  }
}

/** An address that names only a recording, or nothing, goes on with what was set before. */
function begin(search: LoopsSearch): LoopsSearch {
  const { track, upload, ...settings } = search;
  if (Object.keys(settings).length) return search;
  const before = kept();
  if (!track && !upload) return before;
  const same = before.track === track && before.upload === upload;
  return readLoopsSearch({ ...before, ...(same ? {} : OF_RECORDING), track, upload });
}

/** The order as it stands: in the address, and kept while other pages are seen. */
export function useOrder(): [LoopsSearch, Change] {
  const search = useSearch({ from: "/loops" });
  const navigate = useNavigate({ from: "/loops" });
  const [order, setOrder] = useState(() => begin(search));
  const written = useRef(search);
  const [seen, setSeen] = useState(search);
  if (seen !== search) {
    // a link, or the browser's own way back: what the page wrote itself is no news
    setSeen(search);
    const elsewhere = search.track !== order.track || search.upload !== order.upload;
    if (elsewhere && (search.track ?? search.upload)) setOrder(begin(search));
  }
  useEffect(() => {
    keep(order);
    if (JSON.stringify(written.current) === JSON.stringify(order)) return undefined;
    const timer = setTimeout(() => {
      written.current = order;
      void navigate({ search: order, replace: true, resetScroll: false });
    }, CALM_MS);
    return () => clearTimeout(timer);
  }, [order, navigate]);
  const change: Change = (changes) =>
    setOrder((now) => {
      const next = { ...now, ...changes };
      const moved = next.track !== now.track || next.upload !== now.upload;
      return readLoopsSearch(moved ? { ...next, ...OF_RECORDING } : { ...next });
    });
  return [order, change];
}
