import {
  ListMusic,
  Loader2,
  Pause,
  Play,
  Repeat,
  Repeat1,
  SkipBack,
  SkipForward,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import { nextOf, usePlayer, usePosition } from "@/lib/player/store";

interface TransportProps {
  /** Only what there is room for on a phone. */
  small?: boolean;
  large?: boolean;
  className?: string;
}

/** Previous, play, next. */
export function Transport({ small, large, className }: TransportProps) {
  const { t } = useTranslation("player");
  const { previous, next } = usePlayer.getState();
  const last = usePlayer((state) => state.loop !== "one" && nextOf(state) === null);
  const size = large ? "size-14 [&_svg]:size-7" : "[&_svg]:size-5";
  return (
    <div role="group" aria-label={t("transport")} className={cn("flex items-center", className)}>
      {!small && (
        <IconButton label={t("previous")} onClick={previous} className={size}>
          <SkipBack aria-hidden className="fill-current" />
        </IconButton>
      )}
      <PlayButton large={large} />
      <IconButton label={t("next")} onClick={next} aria-disabled={last} className={size}>
        <SkipForward aria-hidden className="fill-current" />
      </IconButton>
    </div>
  );
}

function PlayButton({ large }: { large?: boolean }) {
  const { t } = useTranslation("player");
  const playing = usePlayer((state) => state.playing);
  const buffering = usePosition(({ waiting }) => waiting !== "no");
  const Icon = playing ? Pause : Play;
  return (
    <IconButton
      label={playing ? t("pause") : t("play")}
      look="primary"
      onClick={() => usePlayer.getState().toggle()}
      className={cn(
        "relative mx-1 rounded-full",
        large ? "mx-4 size-18 [&_svg]:size-8" : "size-11 [&_svg]:size-5",
      )}
    >
      <Icon aria-hidden className={cn("fill-current", !playing && "translate-x-px")} />
      {playing && buffering && (
        <Loader2
          aria-hidden
          className="absolute !size-full animate-spin stroke-1 p-0.5 opacity-70"
        />
      )}
    </IconButton>
  );
}

/** Repeats nothing, the queue, or the track. */
export function LoopButton({ className }: { className?: string }) {
  const { t } = useTranslation("player");
  const loop = usePlayer((state) => state.loop);
  const Icon = loop === "one" ? Repeat1 : Repeat;
  return (
    <IconButton
      label={t(`loop.${loop}`)}
      aria-pressed={loop !== "off"}
      onClick={() => usePlayer.getState().cycleLoop()}
      className={cn("relative", loop !== "off" && "text-accent hover:text-accent", className)}
    >
      <Icon aria-hidden className="!size-4.5" />
      {loop !== "off" && (
        <span aria-hidden className="absolute bottom-1 size-1 rounded-full bg-accent" />
      )}
    </IconButton>
  );
}

/** Opens the queue. */
export function QueueButton({ onClick, className }: { onClick: () => void; className?: string }) {
  const { t } = useTranslation("player");
  return (
    <IconButton
      label={t("queue.open")}
      aria-haspopup="dialog"
      onClick={onClick}
      className={className}
    >
      <ListMusic aria-hidden className="!size-5" />
    </IconButton>
  );
}
