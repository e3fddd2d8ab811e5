import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ListViewProps } from "./list-view";
import { CardsSkeleton } from "./skeleton";
import { CARD_TEXT, TrackCard } from "./track-card";
import { useLines } from "./use-lines";
import { useListKeys } from "./use-list-keys";

const GAP = 16;
const NARROWEST_CARD = 176;
const COVERED = 56;

/** How many cards stand beside one another; two at least. */
export function lanesIn(width: number): number {
  return Math.max(2, Math.floor((width + GAP) / (NARROWEST_CARD + GAP)));
}

/** The list as cards. */
export function TrackGrid({ list, actions, placeKey, width, onPurge }: ListViewProps) {
  const { t } = useTranslation("library");
  const grid = useRef<HTMLDivElement>(null);
  const { tracks, total } = list;
  const lanes = lanesIn(width);
  const height = Math.round((width - GAP * (lanes - 1)) / lanes) + CARD_TEXT + GAP;
  const keys = useListKeys({
    list: grid,
    tracks,
    read: list.read,
    lanes,
    actions,
    scrollToLine: (line) => virtualizer.scrollToIndex(line, { align: "auto" }),
    onPurge,
  });
  const { virtualizer, lines, top } = useLines({
    list: grid,
    placeKey,
    tracks,
    total,
    lanes,
    lineHeight: height,
    covered: COVERED,
    keptLine: keys.activeIndex < 0 ? -1 : Math.floor(keys.activeIndex / lanes),
    look: list.look,
  });
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- the card that is active takes it
    <div
      ref={grid}
      role="grid"
      aria-label={t("list.label")}
      aria-rowcount={Math.ceil(total / lanes)}
      aria-colcount={lanes}
      aria-multiselectable
      onKeyDown={keys.onKeyDown}
      className="relative mt-2 [overflow-anchor:none]"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {lines.map((line) => {
        const first = line.index * lanes;
        const here = tracks.slice(first, first + lanes);
        const start = line.start - top;
        if (!here.some(Boolean))
          return <CardsSkeleton key={line.key} start={start} height={height} lanes={lanes} />;
        return (
          <div
            key={line.key}
            role="row"
            aria-rowindex={line.index + 1}
            className="absolute inset-x-0 grid"
            style={{
              height,
              gap: GAP,
              gridTemplateColumns: `repeat(${lanes}, minmax(0, 1fr))`,
              top: start,
            }}
          >
            {here.map((track, lane) =>
              track ? (
                <TrackCard key={track.id} track={track} index={first + lane} lane={lane} />
              ) : (
                <div key={lane} role="gridcell" aria-colindex={lane + 1} aria-busy="true" />
              ),
            )}
          </div>
        );
      })}
    </div>
  );
}
