import { type ComponentProps, memo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { columnsIn, gridTemplate } from "../../model/columns";
import { type Density, usePreferences } from "../../model/preferences";
import { HeaderRow } from "./header-row";
import type { ListViewProps } from "./list-view";
import { LineSkeleton } from "./skeleton";
import { TableRow } from "./table-row";
import { useLines } from "./use-lines";
import { useListKeys } from "./use-list-keys";

const HEIGHTS: Record<Density, number> = { comfortable: 56, compact: 40 };
const COVERED = 56 + 36; // the toolbar and the names of the columns

/** The list as a table: one line a track, columns as the room allows. */
export function TrackTable({
  list,
  actions,
  placeKey,
  search,
  width,
  onSort,
  onPurge,
}: ListViewProps) {
  const { t } = useTranslation("library");
  const { hidden, density } = usePreferences();
  const grid = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const height = HEIGHTS[density];
  const shown = columnsIn(width, hidden);
  const template = gridTemplate(shown);
  const { tracks, total } = list;
  const keys = useListKeys({
    list: grid,
    tracks,
    read: list.read,
    lanes: 1,
    actions,
    scrollToLine: (line) => virtualizer.scrollToIndex(line, { align: "auto" }),
    onPurge,
  });
  const { virtualizer, lines, top } = useLines({
    list: body,
    placeKey,
    tracks,
    total,
    lanes: 1,
    lineHeight: height,
    covered: COVERED,
    keptLine: keys.activeIndex,
    look: list.look,
  });
  const names = ["select", "title", ...shown, "menu"].join();
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- the row that is active takes it
    <div
      ref={grid}
      role="grid"
      aria-label={t("list.label")}
      aria-rowcount={total + 1}
      aria-multiselectable
      onKeyDown={keys.onKeyDown}
    >
      <Header
        columns={shown}
        template={template}
        search={search}
        tracks={list.read}
        onSort={onSort}
      />
      <div
        ref={body}
        role="rowgroup"
        className="relative [overflow-anchor:none]"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {lines.map((line) => {
          const track = tracks[line.index];
          const start = line.start - top;
          return track ? (
            <TableRow
              key={track.id}
              track={track}
              index={line.index}
              columns={names}
              template={template}
              start={start}
              height={height}
            />
          ) : (
            <LineSkeleton key={line.key} start={start} height={height} />
          );
        })}
      </div>
    </div>
  );
}

/** Scrolling draws the lines again many times a second, and leaves the header alone. */
const Header = memo(
  HeaderRow,
  (one: ComponentProps<typeof HeaderRow>, other) =>
    one.template === other.template &&
    one.columns.join() === other.columns.join() &&
    one.search === other.search &&
    one.tracks === other.tracks,
);
