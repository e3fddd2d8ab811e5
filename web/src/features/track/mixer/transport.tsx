import { Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Slider } from "@/components/ui/slider";
import { clock } from "@/lib/format";
import type { DeckState } from "./use-deck";

interface TransportProps {
  deck: DeckState;
  durationSeconds: number;
  /** At the end of the line. */
  children?: ReactNode;
}

/** Play, and where it is. */
export function Transport({ deck, durationSeconds, children }: TransportProps) {
  const { t } = useTranslation("track");
  const now = clock(deck.seconds);
  const whole = clock(durationSeconds);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <IconButton
        label={deck.playing ? t("actions.pause") : t("actions.play")}
        look="primary"
        className="rounded-full"
        disabled={!deck.deck}
        onClick={deck.toggle}
      >
        {deck.playing ? (
          <Pause aria-hidden className="fill-current" />
        ) : (
          <Play aria-hidden className="fill-current" />
        )}
      </IconButton>
      <span className="tabular text-sm text-ink-soft">
        {now} / {whole}
      </span>
      <div className="min-w-40 grow">
        <Slider
          label={t("mixer.position")}
          min={0}
          max={durationSeconds}
          step={0.1}
          value={Math.min(deck.seconds, durationSeconds)}
          valueText={t("mixer.at", { now, whole })}
          onValueChange={deck.seek}
          disabled={!deck.deck}
        />
      </div>
      {children}
    </div>
  );
}
