import { useEffect, useRef, useState, type RefObject } from "react";
import WaveSurfer from "wavesurfer.js";
import { isDark, useTheme } from "@/lib/theme";
import { channelsOf, type Peaks } from "./geometry";

/** How far the playhead glides on its own when no new position comes, in seconds. */
const LONGEST_GLIDE = 0.6;

interface Drawing {
  peaks: Peaks;
  durationSeconds: number;
  heightPx: number;
  /** Called while the pointer is pressed or dragged on the waveform. */
  onSeek?: ((seconds: number) => void) | undefined;
  /** Dragging seeks; off while dragging marks a region. */
  dragToSeek: boolean;
}

interface Drawn {
  box: RefObject<HTMLDivElement | null>;
  /** Null until it can be drawn into. */
  surfer: WaveSurfer | null;
}

const colours = () => {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    waveColor: read("--line-strong"),
    progressColor: read("--accent"),
    cursorColor: read("--ink"),
  };
};

/** Wavesurfer as a drawing board: it gets peaks and a position, and never loads or plays audio. */
export function useWavesurfer({
  peaks,
  durationSeconds,
  heightPx,
  onSeek,
  dragToSeek,
}: Drawing): Drawn {
  const box = useRef<HTMLDivElement>(null);
  const seek = useRef(onSeek);
  const [surfer, setSurfer] = useState<WaveSurfer | null>(null);
  const dark = useTheme(({ theme }) => isDark(theme));

  useEffect(() => {
    seek.current = onSeek;
  });
  useEffect(() => {
    if (!box.current) return undefined;
    const made = WaveSurfer.create({
      container: box.current,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      barMinHeight: 1,
      cursorWidth: 2,
      autoCenter: false,
      ...colours(),
    });
    made.on("init", () => setSurfer(made));
    made.on("interaction", (seconds) => seek.current?.(seconds));
    return () => made.destroy();
  }, []);
  useEffect(() => {
    void surfer?.load("", channelsOf(peaks), durationSeconds);
  }, [surfer, peaks, durationSeconds]);
  const interact = Boolean(onSeek);
  useEffect(() => {
    surfer?.setOptions({
      height: heightPx,
      interact,
      dragToSeek: dragToSeek && interact ? { debounceTime: 0 } : false,
      ...colours(),
    });
  }, [surfer, heightPx, interact, dragToSeek, dark]);
  return { box, surfer };
}

/** Keeps the playhead where the music is; between two reports of it, it glides. */
export function usePlayhead(
  surfer: WaveSurfer | null,
  seconds: number,
  durationSeconds: number,
  playing: boolean,
): void {
  useEffect(() => {
    if (!surfer || durationSeconds <= 0) return undefined;
    const draw = (at: number) =>
      surfer.getRenderer().renderProgress(Math.min(1, Math.max(0, at / durationSeconds)), playing);
    draw(seconds);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!playing || still) return undefined;
    const since = performance.now();
    let frame = requestAnimationFrame(function glide(now) {
      const passed = (now - since) / 1000;
      if (passed > LONGEST_GLIDE) return;
      draw(seconds + Math.max(0, passed));
      frame = requestAnimationFrame(glide);
    });
    return () => cancelAnimationFrame(frame);
  }, [surfer, seconds, durationSeconds, playing]);
}
