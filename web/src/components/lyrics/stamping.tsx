import { Minus, Pause, Play, Plus, RotateCcw, Timer, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { DropArea } from "@/components/audio-drop/drop-area";
import { acceptOf } from "@/components/audio-drop/files";
import { NumberBox } from "@/components/schema-form/number-box";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { cn } from "@/lib/cn";
import { isSung, type LyricLine, nextSung, stamped, stampOf } from "@/lib/words/lrc";
import { type Transport, useMetronome, useRecording } from "./use-transport";

const NUDGE_SECONDS = 0.1;

interface StampingProps {
  lines: readonly LyricLine[];
  onChange: (lines: LyricLine[]) => void;
}

/** Gives lines their times while something plays. */
export function Stamping({ lines, onChange }: StampingProps) {
  const { t } = useTranslation("shared");
  const [source, setSource] = useState<"metronome" | "recording">("metronome");
  const [tempo, setTempo] = useState(100);
  const [file, setFile] = useState<{ url: string; name: string } | null>(null);
  useEffect(() => () => void (file && URL.revokeObjectURL(file.url)), [file]);
  const metronome = useMetronome(tempo);
  const { element, events, ...recording } = useRecording();
  const transport = source === "metronome" ? metronome : recording;
  const choose = (next: typeof source) => {
    if (transport.playing) transport.toggle();
    setSource(next);
  };
  return (
    <div className="flex flex-col gap-3 rounded-xl bg-raised p-3">
      <div className="flex flex-wrap items-center gap-3">
        <ToggleGroup
          label={t("lyrics.source")}
          value={source}
          onValueChange={choose}
          options={[
            { value: "metronome", label: t("lyrics.metronome") },
            { value: "recording", label: t("lyrics.recording") },
          ]}
        />
        {source === "metronome" && (
          <label className="flex items-center gap-2 text-[0.8125rem] text-ink-soft">
            {t("lyrics.tempo")}
            <NumberBox
              className="h-8 w-18 text-right tabular"
              value={tempo}
              onChange={(value) =>
                value !== undefined && value >= 20 && value <= 300 && setTempo(value)
              }
            />
          </label>
        )}
      </div>
      {source === "recording" && file && (
        <audio
          ref={element}
          {...events}
          src={file.url}
          controls
          aria-label={file.name}
          className="h-9 w-full"
        />
      )}
      {source === "recording" && !file && (
        <DropArea
          label={t("lyrics.drop")}
          accept={acceptOf("audio/*")}
          onFile={(dropped) => setFile({ url: URL.createObjectURL(dropped), name: dropped.name })}
        />
      )}
      {(source === "metronome" || file) && (
        <Lines lines={lines} onChange={onChange} transport={transport} />
      )}
    </div>
  );
}

function Lines({ lines, onChange, transport }: StampingProps & { transport: Transport }) {
  const { t } = useTranslation("shared");
  const [marked, setMarked] = useState(() => nextSung(lines, 0));
  const [said, setSaid] = useState("");
  const stampButton = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const at = lines[marked] ? marked : nextSung(lines, 0);
  const stamp = () => {
    if (at < 0) return;
    const seconds = transport.now();
    onChange(stamped(lines, at, seconds));
    setSaid(t("lyrics.stampedNow", { line: at + 1, time: stampOf(seconds) }));
    const next = nextSung(lines, at + 1);
    if (next >= 0) setMarked(next);
    list.current?.querySelector(`[data-line="${next}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const play = () => {
    transport.toggle();
    if (!transport.playing) stampButton.current?.focus();
  };
  useSpace(stamp);
  return (
    <div role="group" aria-label={t("lyrics.timing")} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <IconButton
          label={t(transport.playing ? "lyrics.pause" : "lyrics.play")}
          look="plain"
          onClick={play}
        >
          {transport.playing ? <Pause aria-hidden /> : <Play aria-hidden />}
        </IconButton>
        <IconButton label={t("lyrics.restart")} onClick={transport.restart}>
          <RotateCcw aria-hidden />
        </IconButton>
        <span aria-label={t("lyrics.clock")} role="timer" className="w-20 tabular">
          {stampOf(transport.seconds)}
        </span>
        <Button
          ref={stampButton}
          disabled={at < 0}
          onClick={stamp}
          aria-describedby="lyrics-stamp-hint"
        >
          <Timer aria-hidden />
          {t("lyrics.stamp")}
        </Button>
        <span id="lyrics-stamp-hint" className="text-[0.8125rem] text-ink-soft">
          {t("lyrics.stampHint")}
        </span>
      </div>
      <ol
        ref={list}
        aria-label={t("lyrics.lines")}
        className="max-h-72 overflow-y-auto rounded-lg border bg-surface"
      >
        {lines.map(
          (line, index) =>
            isSung(line) && (
              <Row
                key={index}
                line={line}
                index={index}
                marked={index === at}
                onMark={() => setMarked(index)}
                onTime={(seconds) => onChange(stamped(lines, index, seconds))}
              />
            ),
        )}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

/** Space stamps wherever nothing else wants it; the player must not hear of it. */
function useSpace(act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key !== " " || target?.closest("button, input, textarea, select, audio")) return;
      event.preventDefault();
      if (!event.repeat) latest.current();
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, []);
}

interface RowProps {
  line: LyricLine;
  index: number;
  marked: boolean;
  onMark: () => void;
  onTime: (seconds: number | null) => void;
}

function Row({ line, index, marked, onMark, onTime }: RowProps) {
  const { t } = useTranslation("shared");
  const { seconds } = line;
  return (
    <li
      data-line={index}
      className={cn(
        "flex items-center gap-1 border-b px-2 py-1 last:border-0",
        marked && "bg-accent-soft",
      )}
    >
      <button
        type="button"
        aria-current={marked || undefined}
        aria-label={t("lyrics.lineOf", { line: index + 1, text: line.text })}
        onClick={onMark}
        className="flex min-h-8 min-w-0 grow items-center gap-3 text-left text-sm"
      >
        <span className="w-24 shrink-0 text-[0.8125rem] text-ink-soft tabular">
          {seconds === null ? t("lyrics.unstamped") : stampOf(seconds)}
        </span>
        <span className="truncate">{line.text}</span>
      </button>
      {seconds !== null && (
        <>
          <IconButton
            label={t("lyrics.earlier")}
            size="smallIcon"
            onClick={() => onTime(seconds - NUDGE_SECONDS)}
          >
            <Minus aria-hidden />
          </IconButton>
          <IconButton
            label={t("lyrics.later")}
            size="smallIcon"
            onClick={() => onTime(seconds + NUDGE_SECONDS)}
          >
            <Plus aria-hidden />
          </IconButton>
          <IconButton label={t("lyrics.unstamp")} size="smallIcon" onClick={() => onTime(null)}>
            <X aria-hidden />
          </IconButton>
        </>
      )}
    </li>
  );
}
