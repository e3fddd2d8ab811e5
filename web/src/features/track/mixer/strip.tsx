import { Volume2, VolumeX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { WaveformStrip } from "@/components/waveform/waveform-strip";
import { Button } from "@/components/ui/button";
import { Slider } from "@/components/ui/slider";
import { Skeleton } from "@/components/ui/surface";
import { cn } from "@/lib/cn";
import { LOUDEST_DB, SILENT_DB, type Strip as Settings } from "./levels";
import { Meter } from "./meter";
import type { DeckState } from "./use-deck";

interface StripProps {
  id: string;
  name: string;
  detail: string;
  /** The key that mutes it; Shift with it makes it solo. */
  digit: number;
  settings: Settings;
  heard: boolean;
  deck: DeckState;
  durationSeconds: number;
  onChange: (settings: Settings) => void;
}

/** One stem: what it is, how loud, and whether it is heard. */
export function Strip({
  id,
  name,
  detail,
  digit,
  settings,
  heard,
  deck,
  durationSeconds,
  onChange,
}: StripProps) {
  const { t, i18n } = useTranslation("track");
  const decibels = new Intl.NumberFormat(i18n.language, {
    signDisplay: "exceptZero",
    maximumFractionDigits: 1,
  });
  const gain =
    settings.gainDb <= SILENT_DB
      ? t("mixer.silent")
      : t("mixer.decibels", { value: decibels.format(settings.gainDb) });
  const peaks = deck.deck?.tape.peaks(id);
  return (
    <li
      aria-label={name}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-b py-3 last:border-b-0 md:grid-cols-[9.5rem_auto_minmax(0,1fr)_12rem]"
    >
      <div className="min-w-0">
        <p className="truncate text-sm font-medium">{name}</p>
        <p className="truncate text-xs text-ink-soft">{detail}</p>
      </div>
      <div className="flex gap-1">
        <Button
          size="smallIcon"
          aria-label={t("mixer.mute", { name })}
          aria-pressed={settings.muted}
          aria-keyshortcuts={digit <= 9 ? String(digit) : undefined}
          className="aria-pressed:border-bad aria-pressed:bg-bad-soft aria-pressed:text-bad"
          onClick={() => onChange({ ...settings, muted: !settings.muted })}
        >
          {settings.muted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
        </Button>
        <Button
          size="smallIcon"
          aria-label={t("mixer.solo", { name })}
          aria-pressed={settings.solo}
          aria-keyshortcuts={digit <= 9 ? `Shift+${digit}` : undefined}
          className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
          onClick={() => onChange({ ...settings, solo: !settings.solo })}
        >
          S
        </Button>
      </div>
      <div className={cn("col-span-full md:col-span-1", !heard && "opacity-40")}>
        {deck.deck?.tape.mode === "stream" ? null : peaks ? (
          <WaveformStrip peaks={peaks} progress={deck.seconds / durationSeconds} bars={240} />
        ) : (
          <Skeleton className="h-8" />
        )}
        <Meter deck={deck.deck} id={id} playing={deck.playing} />
      </div>
      <div className="col-span-full flex items-center gap-3 md:col-span-1">
        <Slider
          label={t("mixer.volume", { name })}
          min={SILENT_DB}
          max={LOUDEST_DB}
          step={0.5}
          value={settings.gainDb}
          valueText={gain}
          onValueChange={(gainDb) => onChange({ ...settings, gainDb })}
        />
        <span className="tabular w-16 shrink-0 text-right text-xs text-ink-soft">{gain}</span>
      </div>
    </li>
  );
}
