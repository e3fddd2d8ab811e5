import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { useTrackActions } from "@/components/track-actions/use-track-actions";
import { notifyFailure } from "@/components/ui/notify";
import { playableOf, usePlayer } from "@/lib/player/store";
import type { LibraryList } from "../../api/use-library";
import { hasHole, type Places } from "../../model/pages";
import { useSelection } from "../../model/selection";
import type { ListActions } from "./context";
import { openRowMenu } from "./opened-menu";

const BEFORE = 50;
const AFTER = 200;

/** Plays a stretch of the list: it begins at `index`, and what stands before can be gone back to. */
export function playFrom(tracks: Places, index: number): void {
  const from = Math.max(0, index - BEFORE);
  const stretch = tracks
    .slice(from, index + AFTER)
    .flatMap((track) => (track ? (playableOf(track) ?? []) : []));
  const start = stretch.findIndex((one) => one.trackId === tracks[index]?.id);
  if (start >= 0) usePlayer.getState().play(stretch, start);
}

/** Selects from where a range begins to this track; what lies between is read first. */
async function extendTo(id: string, { tracks, read, loadAll }: LibraryList): Promise<void> {
  const { anchor } = useSelection.getState();
  const ends = [anchor ?? id, id].map((one) => tracks.findIndex((track) => track?.id === one));
  const whole = !hasHole(tracks, Math.min(...ends), Math.max(...ends));
  const order = whole ? read : await loadAll();
  useSelection.getState().extendTo(
    id,
    order.map((track) => track.id),
  );
}

/** What rows can do, over the tracks as they are when it is done. */
export function useActionsOf(list: LibraryList): ListActions {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  }, [list]);
  const navigate = useNavigate();
  const { rate, favor } = useTrackActions();
  return useMemo(() => {
    const playAt = (index: number) => playFrom(latest.current.tracks, index);
    return {
      playAt,
      toggleAt: (index) => {
        const { queue, index: at, toggle } = usePlayer.getState();
        const id = latest.current.tracks[index]?.id;
        if (id !== undefined && queue[at]?.trackId === id) toggle();
        else playAt(index);
      },
      select: (id, range) => {
        if (range) extendTo(id, latest.current).catch(notifyFailure);
        else useSelection.getState().toggle(id);
      },
      open: (trackId) => void navigate({ to: "/library/$trackId", params: { trackId } }),
      openMenu: (index, at) => {
        const track = latest.current.tracks[index];
        if (track) openRowMenu({ track, ...at, play: () => playAt(index) });
      },
      rate: (track, rating) => void rate([track], rating),
      favor: (track) => void favor([track], !track.favorite),
      dragged: (id) => {
        const { ids } = useSelection.getState();
        return ids.has(id) ? [...ids] : [id];
      },
    };
  }, [navigate, rate, favor]);
}
