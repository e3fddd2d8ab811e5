import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const CLICK_SECONDS = 0.03;
const AHEAD_SECONDS = 0.3;

/** Something that runs while lines are stamped. */
export interface Transport {
  playing: boolean;
  /** Where it is, a few times a second; `now` is exact. */
  seconds: number;
  now: () => number;
  toggle: () => void;
  restart: () => void;
}

function click(context: AudioContext, at: number, accented: boolean): void {
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.frequency.value = accented ? 1600 : 1100;
  gain.gain.setValueAtTime(0.25, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + CLICK_SECONDS);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + CLICK_SECONDS);
}

/** Ticks, the first of four accented, in time with the sound card's clock. */
export function useMetronome(tempoBpm: number): Transport {
  const [playing, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const context = useRef<AudioContext | null>(null);
  const began = useRef(0); // of the context's clock
  const rested = useRef(0); // seconds that had passed at the last stop
  const now = useCallback(
    () =>
      context.current && playing ? context.current.currentTime - began.current : rested.current,
    [playing],
  );
  useEffect(() => {
    const clock = context.current;
    if (!playing || !clock) return undefined;
    const beat = 60 / tempoBpm;
    let next = Math.ceil((clock.currentTime - began.current) / beat);
    const timer = setInterval(() => {
      const at = clock.currentTime - began.current;
      for (; next * beat < at + AHEAD_SECONDS; next += 1) {
        if (next * beat >= at) click(clock, began.current + next * beat, next % 4 === 0);
      }
      setSeconds(at);
    }, 50);
    return () => clearInterval(timer);
  }, [playing, tempoBpm]);
  useEffect(() => () => void context.current?.close(), []);
  const toggle = () => {
    if (playing) {
      rested.current = now();
      setPlaying(false);
      return;
    }
    context.current ??= new AudioContext();
    void context.current.resume();
    began.current = context.current.currentTime - rested.current;
    setPlaying(true);
  };
  const restart = () => {
    rested.current = 0;
    began.current = context.current?.currentTime ?? 0;
    setSeconds(0);
  };
  return { playing, seconds, now, toggle, restart };
}

/** A recording that plays in an audio element. */
export function useRecording(): Transport & {
  element: RefObject<HTMLAudioElement | null>;
  /** To be given to the element. */
  events: {
    onPlay: () => void;
    onPause: () => void;
    onTimeUpdate: () => void;
  };
} {
  const element = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const now = useCallback(() => element.current?.currentTime ?? 0, []);
  return {
    element,
    playing,
    seconds,
    now,
    toggle: () => {
      const audio = element.current;
      if (audio?.paused) void audio.play();
      else audio?.pause();
    },
    restart: () => {
      if (element.current) element.current.currentTime = 0;
      setSeconds(0);
    },
    events: {
      onPlay: () => setPlaying(true),
      onPause: () => setPlaying(false),
      onTimeUpdate: () => setSeconds(now()),
    },
  };
}
