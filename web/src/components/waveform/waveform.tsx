import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import {
  exactClock,
  preciseClock,
  sectionAt,
  seekByKey,
  type Peaks,
  type WaveformRegion,
  type WaveformSection,
} from "./geometry";
import { SectionStrip } from "./section-strip";
import { useRegions } from "./use-regions";
import { usePlayhead, useWavesurfer } from "./use-wavesurfer";
import "./waveform.css";

export type { Peaks, WaveformRegion, WaveformSection } from "./geometry";

export interface WaveformProps {
  /** What is drawn, for those who can't see it: "Waveform of Night Rain". */
  label: string;
  peaks: Peaks;
  durationSeconds: number;
  /** Where the playhead is. */
  seconds?: number;
  /** The playhead moves on by itself between two values of `seconds`. */
  playing?: boolean;
  /** Without it, nothing can be sought: the waveform is a picture. */
  onSeek?: ((seconds: number) => void) | undefined;
  sections?: readonly WaveformSection[];
  regions?: readonly WaveformRegion[];
  /** Without it, regions stay where they are. */
  onRegionsChange?: ((regions: WaveformRegion[]) => void) | undefined;
  /** Dragging marks a new region (in place of the others) instead of seeking. */
  drawing?: boolean;
  /** Keys move a region's edges by 10 ms, with shift by 100 ms, instead of 0.1 s and 1 s. */
  precise?: boolean;
  /** 1 shows the whole; more shows less of it, and scrolls. */
  zoom?: number;
  heightPx?: number;
  className?: string;
}

const NONE: readonly never[] = [];
const WHOLE = { from: 0, to: 1 };

/** A waveform to look at, to seek in and to mark parts of; by pointer, touch and keys. */
export function Waveform({
  label,
  peaks,
  durationSeconds,
  seconds = 0,
  playing = false,
  onSeek,
  sections = NONE,
  regions = NONE,
  onRegionsChange,
  drawing = false,
  precise = false,
  zoom = 1,
  heightPx = 96,
  className,
}: WaveformProps) {
  const { t } = useTranslation("shared");
  const slider = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(WHOLE);
  const seek =
    onSeek &&
    ((to: number) => {
      slider.current?.focus({ preventScroll: true });
      onSeek(to);
    });
  const { box, surfer } = useWavesurfer({
    peaks,
    durationSeconds,
    heightPx,
    onSeek: seek,
    dragToSeek: !drawing,
  });
  usePlayhead(surfer, seconds, durationSeconds, playing);
  useRegions(surfer, {
    regions,
    onChange: onRegionsChange,
    drawing,
    durationSeconds,
    precise,
    words: {
      start: (region) => t("waveform.regionStart", { region: region.label }),
      end: (region) => t("waveform.regionEnd", { region: region.label }),
      moment: precise ? exactClock : preciseClock,
    },
  });
  useEffect(() => {
    if (!surfer) return undefined;
    const show = () => {
      const width = surfer.getWidth();
      surfer.zoom(zoom === 1 ? 0 : (width * zoom) / durationSeconds);
    };
    if (surfer.getDecodedData()) show();
    return surfer.on("ready", show);
  }, [surfer, zoom, durationSeconds]);
  useEffect(
    () =>
      surfer?.on("scroll", (from, to) =>
        setView(to > from ? { from: from / durationSeconds, to: to / durationSeconds } : WHOLE),
      ),
    [surfer, durationSeconds],
  );

  const current = sectionAt(sections, seconds);
  const position = t("waveform.position", {
    now: clock(seconds),
    whole: clock(durationSeconds),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = seekByKey(event, seconds, durationSeconds, sections);
    if (to === null) return;
    event.preventDefault();
    onSeek?.(to);
  };
  return (
    <div className={cn("waveform min-w-0", className)}>
      <div className="relative">
        <div
          ref={box}
          aria-hidden={regions.length ? undefined : true}
          style={{ height: heightPx }}
        />
        {onSeek ? (
          <div
            ref={slider}
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-valuemin={0}
            aria-valuemax={Math.round(durationSeconds)}
            aria-valuenow={Math.round(seconds)}
            aria-valuetext={current ? `${position}, ${current.label}` : position}
            onKeyDown={onKeyDown}
            className="pointer-events-none absolute inset-0 rounded-lg"
          />
        ) : (
          <span role="img" aria-label={label} className="sr-only" />
        )}
      </div>
      {sections.length > 0 && (
        <SectionStrip
          sections={sections}
          durationSeconds={durationSeconds}
          current={current?.id}
          view={zoom === 1 ? WHOLE : view}
          label={t("waveform.sections")}
          describe={(section) =>
            t("waveform.section", { name: section.label, at: clock(section.startSeconds) })
          }
          onChoose={(section) => onSeek?.(section.startSeconds)}
        />
      )}
    </div>
  );
}
