import {
  type ColumnDef,
  getCoreRowModel,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { type ComponentProps, memo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Track } from "@/lib/api/client";
import { columnsIn, gridTemplate, SHAPES } from "../../model/columns";
import { type ColumnName, COLUMNS, type Density, usePreferences } from "../../model/preferences";
import { firstOrder, orderOf } from "../../model/query";
import type { LibrarySearch, Sort } from "../../search";
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
  const table = useColumns(search, shown, onSort);
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
      <Header table={table} template={template} tracks={list.read} names={names} search={search} />
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

interface HeaderProps extends ComponentProps<typeof HeaderRow> {
  /** The columns and their order: while they are the same, the header is. */
  names: string;
  search: LibrarySearch;
}

/** Scrolling draws the lines again many times a second, and leaves the header alone. */
const Header = memo(
  ({ table, template, tracks }: HeaderProps) => (
    <HeaderRow table={table} template={template} tracks={tracks} />
  ),
  (one, other) =>
    one.names === other.names &&
    one.template === other.template &&
    one.search === other.search &&
    one.tracks === other.tracks,
);
Header.displayName = "Header";

const NONE: Track[] = [];

/** The columns as TanStack Table knows them. It gets no rows: those are drawn as they are scrolled to. */
function useColumns(search: LibrarySearch, shown: ColumnName[], onSort: ListViewProps["onSort"]) {
  const sorting = sortingOf(search);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler is used here
  return useReactTable({
    data: NONE,
    columns: COLUMN_DEFS,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting, columnVisibility: visibilityOf(shown) },
    onSortingChange: (change) => {
      const [first] = typeof change === "function" ? change(sorting) : change;
      if (first) onSort(sortOf(first.id), first.desc ? "desc" : "asc");
    },
  });
}

const COLUMN_DEFS: ColumnDef<Track>[] = [
  { id: "select", enableSorting: false },
  { id: "title", accessorKey: "title", sortDescFirst: false },
  ...COLUMNS.map((name): ColumnDef<Track> => {
    const { sort } = SHAPES[name];
    if (!sort) return { id: name, enableSorting: false };
    return { id: name, accessorKey: sort, sortDescFirst: firstOrder(sort) === "desc" };
  }),
  { id: "menu", enableSorting: false },
];

const sortOf = (column: string): Sort =>
  COLUMNS.flatMap((name) => (name === column ? (SHAPES[name].sort ?? []) : []))[0] ?? "title";

function sortingOf(search: LibrarySearch): SortingState {
  const { sort, order } = orderOf(search);
  const column = sort === "title" ? "title" : COLUMNS.find((name) => SHAPES[name].sort === sort);
  return column ? [{ id: column, desc: order === "desc" }] : [];
}

const visibilityOf = (shown: readonly string[]) =>
  Object.fromEntries(COLUMNS.map((name) => [name, shown.includes(name)]));
