import { Timer } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/input";
import { formatLrc, isSung, parseLrc, problemsOf } from "@/lib/words/lrc";
import { Stamping } from "./stamping";

const MOST_PROBLEMS = 5;

interface LyricsEditorProps {
  /** The song in LRC; lines need no times. */
  value: string;
  onChange: (text: string) => void;
  /** Where the song ends, if that is known. */
  durationSeconds?: number | undefined;
}

/** The words of a song, and when each line is sung. */
export function LyricsEditor({ value, onChange, durationSeconds }: LyricsEditorProps) {
  const { t } = useTranslation("shared");
  const id = useId();
  const [timing, setTiming] = useState(false);
  const lines = parseLrc(value);
  const sung = lines.filter(isSung);
  const problems = problemsOf(value, durationSeconds);
  const done = sung.filter((line) => line.seconds !== null).length;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <label htmlFor={id} className="text-sm font-semibold">
          {t("lyrics.label")}
        </label>
        <span className="text-[0.8125rem] text-ink-soft tabular">
          {t("lyrics.count", { count: sung.length })}
          {sung.length > 0 && ` · ${t("lyrics.stamped", { done, all: sung.length })}`}
        </span>
      </div>
      <Textarea
        id={id}
        rows={8}
        value={value}
        placeholder={t("lyrics.placeholder")}
        aria-describedby={`${id}-help${problems.length ? ` ${id}-problems` : ""}`}
        aria-invalid={problems.length > 0 || undefined}
        onChange={(event) => onChange(event.target.value)}
        className="field-sizing-content max-h-96 min-h-40 tabular"
      />
      <p id={`${id}-help`} className="text-[0.8125rem] text-ink-soft">
        {t("lyrics.help")}
      </p>
      {problems.length > 0 && (
        <ul id={`${id}-problems`} role="alert" className="text-[0.8125rem] font-medium text-bad">
          {problems.slice(0, MOST_PROBLEMS).map((problem) => (
            <li key={`${problem.kind} ${problem.line}`}>
              {t(`lyrics.problems.${problem.kind}`, { line: problem.line, text: problem.text })}
            </li>
          ))}
        </ul>
      )}
      <Button
        size="small"
        aria-expanded={timing}
        disabled={sung.length === 0}
        onClick={() => setTiming(!timing)}
        className="self-start"
      >
        <Timer aria-hidden />
        {t("lyrics.timing")}
      </Button>
      {timing && sung.length > 0 && (
        <Stamping lines={lines} onChange={(next) => onChange(formatLrc(next))} />
      )}
    </div>
  );
}
