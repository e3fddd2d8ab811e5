import { Link } from "@tanstack/react-router";
import { CornerDownRight, Pause, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Badge } from "@/components/ui/surface";
import { playableOf, useCurrent, usePlayer } from "@/lib/player/store";
import { cn } from "@/lib/cn";
import { ago, clock } from "@/lib/format";
import { useNames } from "@/lib/words/use-names";
import type { Difference, Remade, Version } from "../../model/family";

interface VersionRowProps {
  version: Version;
  /** This page is about it. */
  shown: boolean;
  /** Which side of the comparison it is. */
  side: "a" | "b" | undefined;
  onCompare: (side: "a" | "b", id: string) => void;
}

const DEEPEST = 4;
const SIDES = ["a", "b"] as const;

/** One version: what is otherwise in it, to be heard and compared. */
export function VersionRow({ version, shown, side, onCompare }: VersionRowProps) {
  const { t, i18n } = useTranslation("track");
  const { track, depth, differences } = version;
  const mine = useCurrent()?.trackId === track.id;
  const playing = usePlayer((player) => mine && player.playing);
  const playable = playableOf(track);
  const tell = useDifference(track.engine);
  const toggle = () => {
    if (mine) usePlayer.getState().toggle();
    else if (playable) usePlayer.getState().play([playable]);
  };
  return (
    <li
      className={cn(
        "flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl px-2 py-2",
        shown && "bg-raised",
      )}
      style={{ paddingLeft: `${0.5 + Math.min(depth, DEEPEST) * 1.25}rem` }}
    >
      {depth > 0 && <CornerDownRight aria-hidden className="size-4 shrink-0 text-ink-soft" />}
      <Cover track={track} size={40} />
      <IconButton
        label={
          playing
            ? t("versions.pause", { title: track.title })
            : t("versions.play", { title: track.title })
        }
        disabled={!playable}
        onClick={toggle}
      >
        {playing ? (
          <Pause aria-hidden className="fill-current" />
        ) : (
          <Play aria-hidden className="fill-current" />
        )}
      </IconButton>
      <div className="min-w-40 grow basis-0">
        <p className="flex min-w-0 items-center gap-2">
          <Link
            to="/library/$trackId"
            params={{ trackId: track.id }}
            search={{ tab: "versions" }}
            aria-current={shown ? "page" : undefined}
            className="truncate text-sm font-medium hover:underline"
          >
            {track.title}
          </Link>
          {shown && <Badge tone="accent">{t("versions.this")}</Badge>}
        </p>
        <p className="text-xs text-ink-soft">
          {[
            depth === 0 && t("versions.first"),
            ...differences.map(tell),
            clock(track.duration_seconds),
            ago(track.created_at, i18n.language),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <div role="group" aria-label={t("compare.title")} className="flex gap-1">
        {SIDES.map((one) => (
          <Button
            key={one}
            size="smallIcon"
            disabled={!playable}
            aria-pressed={side === one}
            aria-label={t("versions.compareAs", { side: one.toUpperCase(), title: track.title })}
            className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
            onClick={() => onCompare(one, track.id)}
          >
            {one.toUpperCase()}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** A difference in words. */
function useDifference(engine: string): (difference: Difference) => string {
  const { t } = useTranslation("track");
  const names = useNames(engine);
  const one = (value: number) => String(Math.round(value * 10) / 10);
  return (difference) => {
    switch (difference.what) {
      case "changes":
        return difference.names.map((name) => t(`difference.${name as Remade}`)).join(", ");
      case "seed":
        return t("versions.seed", { seed: difference.to });
      case "tempo":
        return t("versions.tempo", { from: one(difference.from), to: one(difference.to) });
      case "key":
        return `${names.key(difference.from)} → ${names.key(difference.to)}`;
      case "length":
        return `${clock(difference.from)} → ${clock(difference.to)}`;
      case "prompt":
        return t("versions.prompt", { prompt: difference.to });
      case "engine":
        return t("versions.engine", { engine: difference.to });
    }
  };
}
