import { Heart } from "lucide-react";
import { memo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "@/lib/format";
import { useSelection } from "../../model/selection";
import { useListWords } from "./context";
import type { ListViewProps } from "./list-view";
import { MenuButton, PlayCover, type Placed, SelectBox, useIsActive } from "./parts";
import { LineSkeleton } from "./skeleton";
import { TitleLink, useRowProps } from "./table-row";
import { useLines } from "./use-lines";
import { useListKeys } from "./use-list-keys";

const HEIGHT = 64;
const COVERED = 56;

/** The list for narrow windows: what matters of each track in two lines of text. */
export function TrackRows({ list, actions, placeKey, onPurge }: ListViewProps) {
  const { t } = useTranslation("library");
  const grid = useRef<HTMLDivElement>(null);
  const { tracks, total } = list;
  const keys = useListKeys({
    list: grid,
    tracks,
    lanes: 1,
    actions,
    scrollToLine: (line) => virtualizer.scrollToIndex(line, { align: "auto" }),
    onPurge,
  });
  const { virtualizer, lines, top } = useLines({
    list: grid,
    placeKey,
    tracks,
    total,
    lanes: 1,
    lineHeight: HEIGHT,
    covered: COVERED,
    keptLine: keys.activeIndex,
    hasMore: list.hasMore,
    loadMore: list.loadMore,
  });
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- the row that is active takes it
    <div
      ref={grid}
      role="grid"
      aria-label={t("list.label")}
      aria-rowcount={total}
      aria-multiselectable
      onKeyDown={keys.onKeyDown}
      className="relative -mx-2 [overflow-anchor:none]"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {lines.map((line) => {
        const track = tracks[line.index];
        const start = line.start - top;
        return track ? (
          <NarrowRow key={track.id} track={track} index={line.index} start={start} />
        ) : (
          <LineSkeleton key={line.key} start={start} height={HEIGHT} />
        );
      })}
    </div>
  );
}

const NarrowRow = memo(function NarrowRow({ track, index, start }: Placed & { start: number }) {
  const { t } = useTranslation("library");
  const words = useListWords();
  const props = useRowProps({ track, index });
  const selecting = useSelection(({ ids }) => ids.size > 0);
  const tabIndex = useIsActive({ track, index }) ? 0 : -1;
  const placed = { track, index, tabIndex };
  const stars = track.rating ? `★ ${track.rating}` : "";
  const facts = [words.genre(track.genre), clock(track.duration_seconds), stars].filter(Boolean);
  return (
    <div
      {...props}
      aria-rowindex={index + 1}
      style={{ height: HEIGHT, transform: `translateY(${start}px)` }}
    >
      <div role="gridcell" className="flex h-full items-center gap-3 px-2">
        {selecting && <SelectBox {...placed} className="mx-1 size-6" />}
        <PlayCover {...placed} size={48} />
        <div className="relative min-w-0 grow">
          {/* the whole of the text opens the track */}
          <TitleLink
            track={track}
            tabIndex={tabIndex}
            className="text-[0.9375rem] after:absolute after:inset-[-0.75rem_0]"
          />
          <p className="tabular truncate text-[0.8125rem] text-ink-soft">
            {track.favorite && (
              <Heart
                role="img"
                aria-label={t("column.favorite")}
                className="mr-1.5 inline size-3.5 fill-current align-[-2px] text-accent"
              />
            )}
            {facts.join(" · ")}
          </p>
        </div>
        <MenuButton {...placed} className="size-11" />
      </div>
    </div>
  );
});
