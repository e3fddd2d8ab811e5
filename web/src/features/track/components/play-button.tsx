import { Pause, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import type { Track } from "@/lib/api/client";
import { playableOf, useCurrent, usePlayer } from "@/lib/player/store";

/** Plays this track, or stops it while it plays. */
export function PlayButton({ track }: { track: Track }) {
  const { t } = useTranslation("track");
  const mine = useCurrent()?.trackId === track.id;
  const playing = usePlayer((player) => mine && player.playing);
  const playable = playableOf(track);
  const toggle = () => {
    const player = usePlayer.getState();
    if (mine) player.toggle();
    else if (playable) player.play([playable]);
  };
  return (
    <Button look="primary" disabled={!playable} onClick={toggle}>
      {playing ? (
        <Pause aria-hidden className="fill-current" />
      ) : (
        <Play aria-hidden className="fill-current" />
      )}
      {playing ? t("actions.pause") : t("actions.play")}
    </Button>
  );
}
