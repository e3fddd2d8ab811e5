import { memo } from "react";
import { Cover } from "@/components/cover/cover";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import { useSelection } from "../../model/selection";
import { useListActions, useListWords } from "./context";
import { PauseGlyph, PlayGlyph } from "./glyphs";
import {
  FavoriteButton,
  MenuButton,
  type Placed,
  SelectBox,
  TitleLink,
  useStanding,
} from "./parts";
import { useRowProps } from "./use-row-props";

/** Pixels below the cover. */
export const CARD_TEXT = 60;

const WHEN_POINTED_AT =
  "group-focus-within/line:visible group-hover/line:visible group-focus/line:visible";

/** One track as a card. */
export const TrackCard = memo(function TrackCard({
  track,
  index,
  lane,
}: Placed & { lane: number }) {
  const words = useListWords();
  const { toggleAt } = useListActions();
  const part = useStanding({ track, index });
  const card = useRowProps(part);
  const { selected, state, tabIndex } = part;
  const selecting = useSelection(({ ids }) => ids.size > 0);
  const Mark = state === "playing" ? PauseGlyph : PlayGlyph;
  const facts = [words.genre(track.genre), clock(track.duration_seconds)].filter(Boolean);
  return (
    <div
      {...card}
      role="gridcell"
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
          {...part}
          className={cn(
            "absolute top-2 left-2 size-6 shadow",
            !selecting && `invisible ${WHEN_POINTED_AT}`,
          )}
        />
        {track.links.audio && (
          <button
            type="button"
            tabIndex={tabIndex}
            aria-label={words.t(state === "playing" ? "row.pause" : "row.play", {
              title: track.title,
            })}
            onClick={(event) => {
              event.stopPropagation();
              toggleAt(index);
            }}
            className={cn(
              "absolute right-2 bottom-2 flex size-11 items-center justify-center rounded-full bg-accent text-on-accent shadow-lg pointer-coarse:visible",
              !state && `invisible ${WHEN_POINTED_AT}`,
            )}
          >
            <Mark className="size-5" />
          </button>
        )}
      </div>
      <div className="flex items-start gap-1 pt-2">
        <div className="min-w-0 grow">
          <TitleLink {...part} />
          <p className="tabular truncate text-xs text-ink-soft">{facts.join(" · ")}</p>
        </div>
        <FavoriteButton
          {...part}
          className={cn("max-sm:hidden", !track.favorite && `invisible ${WHEN_POINTED_AT}`)}
        />
        <MenuButton {...part} className="-mr-1" />
      </div>
    </div>
  );
});
