import { useEffect, useRef, useState } from "react";
import { api } from "@/lib/api/client";
import { usePlayer } from "@/lib/player/store";
import type { Place } from "../model/order";

/** Heard before a seam, and behind it. */
const AROUND_SECONDS = 4;
const REPORT_MS = 100;

export interface Seam {
  state: "still" | "loading" | "playing";
  /** Where in the recording it sounds; null while it doesn't. */
  seconds: number | null;
  error: unknown;
  toggle: (place: Place, crossfadeSeconds: number | null) => void;
  stop: () => void;
}

/** Where in the recording a moment of the seam's sound lies. */
export function momentOf({ start, end }: Place, heard: number): number {
  const before = Math.min(AROUND_SECONDS, end);
  if (heard < before) return end - before + heard;
  return start + ((heard - before) % (end - start));
}

/** Plays a seam as it will sound: the server's own samples, without a gap, over Web Audio. */
export function useSeam(source: { track?: string | undefined; upload?: string | undefined }): Seam {
  const [state, setState] = useState<Seam["state"]>("still");
  const [seconds, setSeconds] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const end = useRef<(() => void) | null>(null);
  const stop = () => end.current?.();
  useEffect(() => () => end.current?.(), []);

  const play = async (place: Place, crossfadeSeconds: number | null) => {
    const context = new AudioContext();
    const abort = new AbortController();
    let timer = 0;
    const unsubscribe = usePlayer.subscribe(({ playing }) => playing && finish());
    const finish = () => {
      if (end.current !== finish) return;
      end.current = null;
      abort.abort();
      clearInterval(timer);
      unsubscribe();
      void context.close();
      setState("still");
      setSeconds(null);
    };
    end.current?.();
    end.current = finish;
    setError(null);
    setState("loading");
    try {
      const { data } = await api.GET("/api/v1/loops/seam", {
        params: {
          query: {
            track_id: source.track,
            upload_id: source.upload,
            start_seconds: place.start,
            end_seconds: place.end,
            crossfade_seconds: crossfadeSeconds,
          },
        },
        parseAs: "arrayBuffer",
        signal: abort.signal,
      });
      const sound = await context.decodeAudioData(data as unknown as ArrayBuffer);
      if (end.current !== finish) return;
      usePlayer.getState().setPlaying(false);
      const { volume, muted } = usePlayer.getState();
      const loudness = new GainNode(context, { gain: muted ? 0 : volume });
      const node = new AudioBufferSourceNode(context, { buffer: sound });
      node.connect(loudness).connect(context.destination);
      node.addEventListener("ended", finish);
      await context.resume();
      node.start();
      const begun = context.currentTime;
      setState("playing");
      setSeconds(momentOf(place, 0));
      timer = window.setInterval(
        () => setSeconds(momentOf(place, context.currentTime - begun)),
        REPORT_MS,
      );
    } catch (thrown) {
      if (end.current !== finish) return;
      finish();
      setError(thrown);
    }
  };
  return {
    state,
    seconds,
    error,
    stop,
    toggle: (place, crossfadeSeconds) =>
      state === "still" ? void play(place, crossfadeSeconds) : stop(),
  };
}
