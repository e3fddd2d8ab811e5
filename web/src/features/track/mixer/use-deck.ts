import { useEffect, useEffectEvent, useRef, useState } from "react";
import { usePlayer } from "@/lib/player/store";
import { openDeck, type Deck } from "./deck";
import type { Source } from "./graph";

const TELL_MS = 100;

export interface DeckState {
  deck: Deck | null;
  loadedCount: number;
  error: unknown;
  playing: boolean;
  seconds: number;
  toggle: () => void;
  seek: (seconds: number) => void;
  retry: () => void;
}

/**
 * Recordings that play together while a page shows them. `gains` are followed at once; the studio's
 * player and this one are never heard at the same time.
 */
export function useDeck(
  sources: readonly Source[],
  durationSeconds: number,
  gains: Readonly<Record<string, number>>,
): DeckState {
  const [deck, setDeck] = useState<Deck | null>(null);
  const [loadedCount, setLoadedCount] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const place = useRef(0);

  useEffect(() => {
    const stop = new AbortController();
    const opening = openDeck(sources, {
      durationSeconds,
      signal: stop.signal,
      onLoaded: (count) => !stop.signal.aborted && setLoadedCount(count),
    });
    opening.then(
      (opened) => (stop.signal.aborted ? opened.tape.close() : setDeck(opened)),
      (thrown: unknown) => !stop.signal.aborted && setError(thrown),
    );
    return () => {
      stop.abort();
      void opening.then(
        (opened) => opened.tape.close(),
        () => undefined,
      );
      setDeck(null);
      setPlaying(false);
      setLoadedCount(0);
    };
  }, [sources, durationSeconds, attempt]);

  useEffect(() => {
    for (const [id, factor] of Object.entries(gains)) deck?.graph.setGain(id, factor);
  }, [deck, gains]);
  useEffect(() => {
    const follow = () => {
      const { volume, muted } = usePlayer.getState();
      deck?.graph.setMaster(muted ? 0 : volume);
    };
    follow();
    return usePlayer.subscribe(follow);
  }, [deck]);

  const halt = (at: number) => {
    deck?.tape.stop();
    place.current = at;
    setSeconds(at);
    setPlaying(false);
  };
  const look = useEffectEvent(() => {
    if (!deck) return;
    const now = deck.tape.seconds();
    if (now >= durationSeconds) halt(0);
    else setSeconds(now);
  });
  const giveWay = useEffectEvent(() => halt(deck?.tape.seconds() ?? 0));
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(look, TELL_MS);
    const stop = usePlayer.subscribe((now, before) => now.playing && !before.playing && giveWay());
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [playing]);

  const run = (at: number) => {
    place.current = at;
    setSeconds(at);
    usePlayer.getState().setPlaying(false);
    setPlaying(true);
    deck?.tape.start(at).catch((thrown: unknown) => {
      setPlaying(false);
      setError(thrown);
    });
  };
  return {
    deck,
    loadedCount,
    error,
    playing,
    seconds,
    toggle: () => {
      if (!deck) return;
      if (playing) halt(deck.tape.seconds());
      else run(place.current);
    },
    seek: (to) => {
      const at = Math.min(Math.max(0, to), durationSeconds);
      if (playing) return run(at);
      place.current = at;
      setSeconds(at);
    },
    retry: () => {
      setError(null);
      setAttempt((count) => count + 1);
    },
  };
}
