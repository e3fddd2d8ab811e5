import { useEffect } from "react";
import { usePlayer, usePosition } from "@/lib/player/store";

/** A stretch of the music, in seconds. */
export interface Part {
  startSeconds: number;
  endSeconds: number;
}

/** Reports of the position come some times a second; the jump is set for the moment between two. */
const REPORT_SECONDS = 0.6;

const current = () => {
  const { queue, index } = usePlayer.getState();
  return queue[index];
};

/** Plays a part of a track over and over, as long as the playhead runs into its end. */
export function useLoopedPart(trackId: string, part: Part | null): void {
  const [start, end] = [part?.startSeconds, part?.endSeconds];
  useEffect(() => {
    if (start === undefined || end === undefined) return undefined;
    let timer = 0;
    let before = usePosition.getState().seconds;
    const isHeard = () => current()?.trackId === trackId && usePlayer.getState().playing;
    const back = () => {
      if (isHeard()) usePlayer.getState().seek(start);
    };
    const stop = usePosition.subscribe(({ seconds }) => {
      clearTimeout(timer);
      const inside = before >= start - 0.1 && before < end;
      before = seconds;
      if (!isHeard()) return;
      if (seconds >= end) {
        if (inside && seconds < end + REPORT_SECONDS) back();
      } else if (seconds >= start - 0.1 && end - seconds < REPORT_SECONDS) {
        timer = window.setTimeout(back, (end - seconds) * 1000);
      }
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [trackId, start, end]);
}
