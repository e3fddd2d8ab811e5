import { Ellipsis, Heart, Pause, Play } from "lucide-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { Checkbox } from "@/components/ui/checkbox";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { usePlayer } from "@/lib/player/store";
import { useSelection } from "../../model/selection";
import { useListActions } from "./context";

/** What a row or card is drawn from. */
export interface Placed {
  track: Track;
  index: number;
}

interface PartProps extends Placed {
  /** 0 in the row that has the focus, else -1. */
  tabIndex: number;
  className?: string;
}

/** Whether the keys act on this track; without any the first one is it. */
export const useIsActive = ({ track, index }: Placed): boolean =>
  useSelection(({ active }) => active === track.id || (active === null && index === 0));

export const useIsSelected = (id: string): boolean => useSelection(({ ids }) => ids.has(id));

/** "playing", "paused", or "" for what the player doesn't have. */
export const usePlaying = (id: string): "" | "playing" | "paused" =>
  usePlayer(({ queue, index, playing }) =>
    queue[index]?.trackId === id ? (playing ? "playing" : "paused") : "",
  );

/** The tick that selects; Shift takes a range. */
export function SelectBox({ track, tabIndex, className }: PartProps) {
  const { t } = useTranslation("library");
  const { select } = useListActions();
  const selected = useIsSelected(track.id);
  return (
    <Checkbox
      aria-label={t("row.selectOne", { title: track.title })}
      checked={selected}
      tabIndex={tabIndex}
      onClick={(event: MouseEvent) => {
        event.preventDefault(); // the selection says what is ticked
        event.stopPropagation();
        select(track.id, event.shiftKey);
      }}
      className={className}
    />
  );
}

/** The cover, with the button that plays. */
export function PlayCover({ track, index, tabIndex, size }: PartProps & { size: number }) {
  const { t } = useTranslation("library");
  const { toggleAt } = useListActions();
  const state = usePlaying(track.id);
  if (!track.links.audio) return <Cover track={track} size={size} />;
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={t(state === "playing" ? "row.pause" : "row.play", { title: track.title })}
      onClick={(event) => {
        event.stopPropagation();
        toggleAt(index);
      }}
      className="group/play relative shrink-0 rounded-lg"
    >
      <Cover track={track} size={size} />
      <span
        aria-hidden
        className={cn(
          "absolute inset-0 flex items-center justify-center rounded-lg bg-black/55 text-white opacity-0 group-focus-visible/play:opacity-100 group-hover/line:opacity-100",
          state && "opacity-100",
        )}
      >
        <PlayMark state={state} />
      </span>
    </button>
  );
}

/** Bars while it plays; when pointed at, what a click would do. */
function PlayMark({ state }: { state: "" | "playing" | "paused" }) {
  if (state !== "playing") return <Play className="size-4 fill-current" />;
  return (
    <>
      <span className="flex h-3.5 items-end gap-0.5 group-hover/line:hidden">
        {[0.9, 0.5, 0.75].map((height, place) => (
          <span
            key={height}
            className="w-1 origin-bottom animate-pulse rounded-sm bg-current"
            style={{ height: `${height * 100}%`, animationDelay: `${place * 0.25}s` }}
          />
        ))}
      </span>
      <Pause className="hidden size-4 fill-current group-hover/line:block" />
    </>
  );
}

/** The heart. */
export function FavoriteButton({ track, tabIndex, className }: PartProps) {
  const { t } = useTranslation("library");
  const { favor } = useListActions();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-pressed={track.favorite}
      aria-label={t("row.favorite", { title: track.title })}
      disabled={track.deleted_at !== null}
      onClick={(event) => {
        event.stopPropagation();
        favor(track);
      }}
      className={cn(
        "inline-flex size-8 items-center justify-center rounded-lg text-ink-soft hover:bg-raised hover:text-ink",
        className,
      )}
    >
      <Heart aria-hidden className={cn("size-4", track.favorite && "fill-current text-accent")} />
    </button>
  );
}

/** What else can be done. */
export function MenuButton({ track, index, tabIndex, className }: PartProps) {
  const { t } = useTranslation("library");
  const { openMenu } = useListActions();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-haspopup="menu"
      aria-label={t("row.menu", { title: track.title })}
      onClick={(event) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        openMenu(index, { x: box.left, y: box.bottom + 4 });
      }}
      className={cn(
        "inline-flex size-8 items-center justify-center rounded-lg text-ink-soft hover:bg-raised hover:text-ink",
        className,
      )}
    >
      <Ellipsis aria-hidden className="size-4" />
    </button>
  );
}
