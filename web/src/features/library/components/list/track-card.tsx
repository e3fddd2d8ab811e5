import { Pause, Play } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import { useListActions, useListWords } from "./context";
import {
  FavoriteButton,
  MenuButton,
  type Placed,
  SelectBox,
  useIsActive,
  useIsSelected,
  usePlaying,
} from "./parts";
import { TitleLink, useRowProps } from "./table-row";
import { useSelection } from "../../model/selection";

/** Pixels below the cover. */
export const CARD_TEXT = 60;

/** One track as a card. */
export const TrackCard = memo(function TrackCard({
  track,
  index,
  lane,
}: Placed & { lane: number }) {
  const { t } = useTranslation("library");
  const words = useListWords();
  const { toggleAt } = useListActions();
  const props = useRowProps({ track, index }, "gridcell");
  const tabIndex = useIsActive({ track, index }) ? 0 : -1;
  const selected = useIsSelected(track.id);
  const selecting = useSelection(({ ids }) => ids.size > 0);
  const state = usePlaying(track.id);
  const placed = { track, index, tabIndex };
  const Mark = state === "playing" ? Pause : Play;
  return (
    <div
      {...props}
      aria-colindex={lane + 1}
      className="group/line relative min-w-0 rounded-xl outline-offset-2"
    >
      <div className="relative">
        <Cover
          track={track}
          className={cn(
            "rounded-xl",
            selected && "ring-3 ring-accent ring-offset-2 ring-offset-canvas",
          )}
        />
        <SelectBox
          {...placed}
          className={cn(
            "absolute top-2 left-2 size-6 shadow group-focus-within/line:opacity-100 group-hover/line:opacity-100 focus-visible:opacity-100",
            !selecting && "opacity-0",
          )}
        />
        {track.links.audio && (
          <button
            type="button"
            tabIndex={tabIndex}
            aria-label={t(state === "playing" ? "row.pause" : "row.play", { title: track.title })}
            onClick={(event) => {
              event.stopPropagation();
              toggleAt(index);
            }}
            className={cn(
              "absolute right-2 bottom-2 flex size-11 items-center justify-center rounded-full bg-accent text-on-accent opacity-0 shadow-lg transition-opacity group-focus-within/line:opacity-100 group-hover/line:opacity-100 pointer-coarse:opacity-100",
              state && "opacity-100",
            )}
          >
            <Mark aria-hidden className="size-5 fill-current" />
          </button>
        )}
      </div>
      <div className="flex items-start gap-1 pt-2">
        <div className="min-w-0 grow">
          <TitleLink track={track} tabIndex={tabIndex} />
          <p className="tabular truncate text-xs text-ink-soft">
            {[words.genre(track.genre), clock(track.duration_seconds)].filter(Boolean).join(" · ")}
          </p>
        </div>
        <FavoriteButton
          {...placed}
          className={cn(
            "max-sm:hidden",
            !track.favorite &&
              "opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100",
          )}
        />
        <MenuButton {...placed} className="-mr-1" />
      </div>
    </div>
  );
});
