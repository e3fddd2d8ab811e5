import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import { lineAt, readLyrics } from "@/lib/words/lrc";

interface LyricsViewProps {
  /** Plain text or LRC. */
  text: string;
  /** Where the music is; null while it isn't played. */
  seconds: number | null;
  onSeek: (seconds: number) => void;
  className?: string;
}

const REST = "♪";
/** After somebody has scrolled, the lines are left where they are for so long. */
const LEAVE_MS = 4000;

/** Lyrics to read along: the line that is sung is marked and kept in sight; a line can be jumped to. */
export function LyricsView({ text, seconds, onSeek, className }: LyricsViewProps) {
  const { t } = useTranslation("shared");
  const { lines, synced } = useMemo(() => readLyrics(text), [text]);
  const list = useRef<HTMLOListElement>(null);
  const touched = useRef(0);
  const current = synced && seconds !== null ? lineAt(lines, seconds) : -1;
  useEffect(() => {
    const box = list.current;
    const line = box?.children[current];
    if (!box || !(line instanceof HTMLElement)) return;
    if (performance.now() - touched.current < LEAVE_MS) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({
      top: line.offsetTop - box.offsetTop - box.clientHeight / 2 + line.clientHeight / 2,
      behavior: still ? "auto" : "smooth",
    });
  }, [current]);
  const touch = () => {
    touched.current = performance.now();
  };
  if (!synced) {
    return (
      <p className={cn("text-lg leading-8 break-words whitespace-pre-wrap", className)}>
        {lines.map((line) => line.text).join("\n")}
      </p>
    );
  }
  return (
    <ol
      ref={list}
      onWheel={touch}
      onTouchMove={touch}
      className={cn("max-h-[60dvh] overflow-y-auto", className)}
    >
      {lines.map((line, place) => (
        <li key={place} aria-current={place === current ? "true" : undefined}>
          {line.seconds === null ? (
            <p className="px-3 py-1.5 text-lg text-ink-soft">{line.text}</p>
          ) : (
            <button
              type="button"
              aria-label={t("lyricsView.line", {
                text: line.text || t("lyricsView.pause"),
                at: clock(line.seconds),
              })}
              onClick={() => onSeek(line.seconds ?? 0)}
              className={cn(
                "w-full rounded-lg px-3 py-1.5 text-left text-lg transition-colors hover:bg-raised",
                place === current ? "bg-accent-soft font-semibold text-ink" : "text-ink-soft",
              )}
            >
              {line.text || REST}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}
