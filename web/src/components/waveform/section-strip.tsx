import { cn } from "@/lib/cn";
import type { WaveformSection } from "./geometry";

interface SectionStripProps {
  sections: readonly WaveformSection[];
  durationSeconds: number;
  /** The section that sounds now. */
  current: string | undefined;
  /** What part of the whole is seen, 0 to 1. */
  view: { from: number; to: number };
  label: string;
  describe: (section: WaveformSection) => string;
  onChoose: (section: WaveformSection) => void;
}

/** The form of the piece under its waveform; each part can be jumped to. */
export function SectionStrip({
  sections,
  durationSeconds,
  current,
  view,
  label,
  describe,
  onChoose,
}: SectionStripProps) {
  const scale = 1 / Math.max(0.001, view.to - view.from);
  const percent = (seconds: number) => `${(seconds / durationSeconds) * 100}%`;
  return (
    <div className="overflow-hidden pt-1.5">
      <ol
        aria-label={label}
        className="relative h-7"
        style={{ width: `${scale * 100}%`, transform: `translateX(${-view.from * 100}%)` }}
      >
        {sections.map((section) => (
          <li
            key={section.id}
            className="absolute inset-y-0 pr-0.5"
            style={{
              left: percent(section.startSeconds),
              width: percent(section.endSeconds - section.startSeconds),
            }}
          >
            <button
              type="button"
              aria-label={describe(section)}
              aria-current={section.id === current ? "true" : undefined}
              title={describe(section)}
              onClick={() => onChoose(section)}
              className={cn(
                "relative block size-full truncate rounded-md px-1.5 text-left text-xs font-medium transition-colors",
                section.id === current
                  ? "bg-accent text-on-accent"
                  : "bg-raised text-ink-soft hover:text-ink",
              )}
            >
              {section.label}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
