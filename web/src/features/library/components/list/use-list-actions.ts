import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { useTrackActions } from "@/components/track-actions/use-track-actions";
import type { Track } from "@/lib/api/client";
import { playableOf, usePlayer } from "@/lib/player/store";
import { useSelection } from "../../model/selection";
import type { ListActions } from "./context";
import { openRowMenu } from "./row-menu";

const BEFORE = 50;
const AFTER = 200;

/** Plays a stretch of the list: it begins at `index`, and what stands before can be gone back to. */
export function playFrom(tracks: readonly Track[], index: number): void {
  const from = Math.max(0, index - BEFORE);
  const stretch = tracks
    .slice(from, index + AFTER)
    .map((track) => ({ id: track.id, playable: playableOf(track) }))
    .flatMap(({ playable }) => (playable ? [playable] : []));
  const start = stretch.findIndex((one) => one.trackId === tracks[index]?.id);
  if (start >= 0) usePlayer.getState().play(stretch, start);
}

/** What rows can do, over the tracks as they are when it is done. */
export function useActionsOf(tracks: readonly Track[]): ListActions {
  const latest = useRef(tracks);
  useEffect(() => {
    latest.current = tracks;
  }, [tracks]);
  const navigate = useNavigate();
  const { rate, favor } = useTrackActions();
  return useMemo(() => {
    const playAt = (index: number) => playFrom(latest.current, index);
    return {
      playAt,
      toggleAt: (index) => {
        const { queue, index: at, toggle } = usePlayer.getState();
        const id = latest.current[index]?.id;
        if (id !== undefined && queue[at]?.trackId === id) toggle();
        else playAt(index);
      },
      select: (id, range) => {
        const { toggle, extendTo } = useSelection.getState();
        if (range)
          extendTo(
            id,
            latest.current.map((track) => track.id),
          );
        else toggle(id);
      },
      open: (trackId) => void navigate({ to: "/library/$trackId", params: { trackId } }),
      openMenu: (index, at) => {
        const track = latest.current[index];
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
