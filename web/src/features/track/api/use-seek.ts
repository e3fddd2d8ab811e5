import type { Track } from "@/lib/api/client";
import { playableOf, useCurrent, usePlayer, usePosition } from "@/lib/player/store";

/** Whether the player holds this track, and where it is in it. */
export function useHeard(track: Track): { mine: boolean; playing: boolean; seconds: number } {
  const mine = useCurrent()?.trackId === track.id;
  const playing = usePlayer((player) => mine && player.playing);
  const seconds = usePosition((position) => (mine ? position.seconds : 0));
  return { mine, playing, seconds };
}

/** Moves the playhead of this track; one that isn't in the player is begun there. */
export function seekIn(track: Track, seconds: number): void {
  const player = usePlayer.getState();
  const playable = playableOf(track);
  if (player.queue[player.index]?.trackId !== track.id && playable) player.play([playable]);
  usePlayer.getState().seek(seconds);
}
