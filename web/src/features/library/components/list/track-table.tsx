import {
  type ColumnDef,
  getCoreRowModel,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { columnsIn, gridTemplate, SHAPES } from "../../model/columns";
import { COLUMNS, type Density, usePreferences } from "../../model/preferences";
import { firstOrder, orderOf } from "../../model/query";
import type { LibrarySearch, Sort } from "../../search";
import { CELLS } from "./columns";
import { HeaderRow } from "./header-row";
import type { ListViewProps } from "./list-view";
import { MenuButton, type Placed, SelectBox, useIsActive } from "./parts";
import { LineSkeleton } from "./skeleton";
import { TableRow, TitleCell } from "./table-row";
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
    hasMore: list.hasMore,
    loadMore: list.loadMore,
  });
  const drawn = lines.map((line) => line.index).join();
  const placed = useMemo(
    () =>
      drawn.split(",").flatMap((text): Placed[] => {
        const track = text ? tracks[Number(text)] : undefined;
        return track ? [{ track, index: Number(text) }] : [];
      }),
    [drawn, tracks],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler is used here
  const table = useReactTable({
    data: placed,
    columns: useMemo(() => columnsOf(density), [density]),
    getCoreRowModel: getCoreRowModel(),
    getRowId: ({ track }) => track.id,
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting: sortingOf(search), columnVisibility: visibilityOf(shown) },
    onSortingChange: (change) => {
      const next = typeof change === "function" ? change(sortingOf(search)) : change;
      const [first] = next;
      if (first) onSort(sortOf(first.id), first.desc ? "desc" : "asc");
    },
  });
  const rows = new Map(table.getRowModel().rows.map((row) => [row.original.index, row]));
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
      <HeaderRow table={table} template={template} ids={tracks.map((track) => track.id)} />
      <div
        ref={body}
        role="rowgroup"
        className="relative [overflow-anchor:none]"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {lines.map((line) => {
          const row = rows.get(line.index);
          const start = line.start - top;
          return row ? (
            <TableRow
              key={row.id}
              row={row}
              columns={shown.join()}
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

function columnsOf(density: Density): ColumnDef<Placed>[] {
  return [
    { id: "select", enableSorting: false, cell: ({ row }) => <SelectCell {...row.original} /> },
    {
      id: "title",
      accessorFn: ({ track }) => track.title,
      sortDescFirst: false,
      cell: ({ row }) => <TitleCell {...row.original} density={density} />,
    },
    ...COLUMNS.map((name): ColumnDef<Placed> => {
      const Cell = CELLS[name];
      const { sort } = SHAPES[name];
      return {
        id: name,
        accessorFn: ({ track }) => track.id, // the server sorts; a column without a value can't be
        enableSorting: sort !== undefined,
        sortDescFirst: sort !== undefined && firstOrder(sort) === "desc",
        cell: ({ row }) => <Cell {...row.original} />,
      };
    }),
    { id: "menu", enableSorting: false, cell: ({ row }) => <MenuCell {...row.original} /> },
  ];
}

function SelectCell(placed: Placed) {
  return <SelectBox {...placed} tabIndex={useIsActive(placed) ? 0 : -1} />;
}

function MenuCell(placed: Placed) {
  return <MenuButton {...placed} tabIndex={useIsActive(placed) ? 0 : -1} />;
}

const sortOf = (column: string): Sort =>
  COLUMNS.flatMap((name) => (name === column ? (SHAPES[name].sort ?? []) : []))[0] ?? "title";

function sortingOf(search: LibrarySearch): SortingState {
  const { sort, order } = orderOf(search);
  const column = sort === "title" ? "title" : COLUMNS.find((name) => SHAPES[name].sort === sort);
  return column ? [{ id: column, desc: order === "desc" }] : [];
}

const visibilityOf = (shown: readonly string[]) =>
  Object.fromEntries(COLUMNS.map((name) => [name, shown.includes(name)]));
