import { Volume1, Volume2, VolumeX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Slider } from "@/components/ui/slider";
import { cn } from "@/lib/cn";
import { usePlayer } from "@/lib/player/store";

/** How loud it is; silenced, it stays where it was. */
export function Volume({ className }: { className?: string }) {
  const { t, i18n } = useTranslation("player");
  const volume = usePlayer((state) => state.volume);
  const muted = usePlayer((state) => state.muted);
  const { setVolume, toggleMuted } = usePlayer.getState();
  const heard = muted ? 0 : volume;
  const Icon = heard === 0 ? VolumeX : heard < 0.5 ? Volume1 : Volume2;
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" }).format(heard);
  return (
    <div className={cn("flex items-center gap-1", className)}>
      <IconButton label={muted ? t("unmute") : t("mute")} onClick={toggleMuted}>
        <Icon aria-hidden className="!size-5" />
      </IconButton>
      <Slider
        className="w-24"
        label={t("volume")}
        value={heard}
        valueText={percent}
        min={0}
        max={1}
        step={0.02}
        onValueChange={setVolume}
      />
    </div>
  );
}
