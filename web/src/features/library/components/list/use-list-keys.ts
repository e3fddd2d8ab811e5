import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef } from "react";
import { useTrackActions } from "@/components/track-actions/use-track-actions";
import type { Track } from "@/lib/api/client";
import type { Places } from "../../model/pages";
import { useSelection } from "../../model/selection";
import type { ListActions } from "./context";
import { stepOf } from "./steps";

interface KeysOptions {
  list: RefObject<HTMLElement | null>;
  tracks: Places;
  /** Those of them that were read. */
  read: Track[];
  lanes: number;
  actions: ListActions;
  scrollToLine: (line: number) => void;
  onPurge: (tracks: Track[]) => void;
}

/** The keys of the list: arrows move, Enter opens, Space plays, letters and digits change. */
export function useListKeys(options: KeysOptions) {
  const { list, tracks, read, lanes, actions, scrollToLine, onPurge } = options;
  const { trash } = useTrackActions();
  const active = useSelection((state) => state.active);
  const wanted = useRef(false);
  const coming = useRef<{ place: number; extend: boolean } | null>(null);
  const index = useMemo(
    () => (active === null ? -1 : tracks.findIndex((track) => track?.id === active)),
    [tracks, active],
  );
  useEffect(() => {
    if (!wanted.current || active === null) return;
    wanted.current = false;
    list.current
      ?.querySelector<HTMLElement>(`[data-track="${active}"]`)
      ?.focus({ preventScroll: true });
  }, [active, list]);
  useEffect(() => {
    if (active !== null && index < 0 && tracks.length) useSelection.getState().activate(null);
  }, [active, index, tracks.length]);

  const goTo = (next: number, extend: boolean) => {
    const track = tracks[next];
    const { activate, anchor } = useSelection.getState();
    scrollToLine(Math.floor(next / lanes));
    coming.current = track ? null : { place: next, extend };
    if (!track) return; // it is read, now that it is in sight
    wanted.current = true;
    if (!extend) return activate(track.id);
    if (anchor === null && active) useSelection.setState({ anchor: active });
    actions.select(track.id, true);
  };
  useEffect(() => {
    const { place, extend } = coming.current ?? {};
    if (place !== undefined && tracks[place]) goTo(place, Boolean(extend));
  });
  const onTrack = (track: Track, key: string): boolean => {
    const { ids, toggle } = useSelection.getState();
    const chosen = ids.has(track.id) ? read.filter((one) => ids.has(one.id)) : [track];
    if (key === "x") toggle(track.id);
    else if (key === "Delete" || key === "Backspace") {
      if (track.deleted_at) onPurge(chosen);
      else void trash(chosen);
    } else if (track.deleted_at) return false;
    else if (key === "f") actions.favor(track);
    else if (/^[0-5]$/.test(key)) {
      const stars = Number(key) || null;
      actions.rate(track, stars === track.rating ? null : stars);
    } else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || (event.target as Element).closest("input, textarea")) return;
    const { ids, clear, selectAll } = useSelection.getState();
    const mod = event.ctrlKey || event.metaKey;
    const at = Math.max(0, index);
    const track = tracks[at];
    const step = mod || event.altKey ? null : stepOf(event.key, at, lanes, tracks.length);
    const onRow = (event.target as HTMLElement).dataset.track !== undefined;
    if (step !== null) goTo(step, event.shiftKey);
    else if (mod && event.key.toLowerCase() === "a") selectAll(read.map((one) => one.id));
    else if (event.key === "Escape" && ids.size) clear();
    else if (mod || event.altKey || !track) return;
    else if (event.key === "Enter" && onRow) actions.open(track.id);
    else if (event.key === " " && onRow) actions.toggleAt(at);
    else if (!onTrack(track, event.key.length === 1 ? event.key.toLowerCase() : event.key)) return;
    event.preventDefault();
  };
  return { onKeyDown, activeIndex: index };
}
