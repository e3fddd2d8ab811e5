import { flexRender, type Row } from "@tanstack/react-table";
import { Link, useNavigate } from "@tanstack/react-router";
import { type DragEvent, type MouseEvent, memo } from "react";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import type { Density } from "../../model/preferences";
import { useSelection } from "../../model/selection";
import { DRAGGED, useListActions } from "./context";
import { PlayCover, type Placed, useIsActive, useIsSelected, usePlaying } from "./parts";

interface TableRowProps {
  row: Row<Placed>;
  /** The names of the columns that are shown: the cells follow them. */
  columns: string;
  template: string;
  /** Pixels from the list's beginning. */
  start: number;
  height: number;
}

/** One track as a line of the table. */
export const TableRow = memo(
  function TableRow({ row, template, start, height }: TableRowProps) {
    const { index } = row.original;
    const props = useRowProps(row.original);
    return (
      <div
        {...props}
        className={cn(props.className, "grid items-center")}
        style={{ height, gridTemplateColumns: template, transform: `translateY(${start}px)` }}
        aria-rowindex={index + 2}
      >
        {row.getVisibleCells().map((cell) => (
          <div
            key={cell.id}
            role="gridcell"
            className="flex min-w-0 items-center px-2 text-[0.8125rem] text-ink-soft"
          >
            {flexRender(cell.column.columnDef.cell, cell.getContext())}
          </div>
        ))}
      </div>
    );
  },
  (one, other) =>
    one.row.original.track === other.row.original.track &&
    one.row.original.index === other.row.original.index &&
    one.columns === other.columns &&
    one.template === other.template &&
    one.start === other.start &&
    one.height === other.height,
);

/** What every row and card does: it takes the focus, can be selected, opened, dragged. */
export function useRowProps({ track, index }: Placed, role: "row" | "gridcell" = "row") {
  const actions = useListActions();
  const navigate = useNavigate();
  const selected = useIsSelected(track.id);
  const active = useIsActive({ track, index });
  const playing = usePlaying(track.id) !== "";
  return {
    role,
    "data-track": track.id,
    tabIndex: active ? 0 : -1,
    "aria-selected": selected,
    draggable: track.deleted_at === null,
    onFocus: () => useSelection.getState().activate(track.id),
    onClick: (event: MouseEvent) => {
      if (event.shiftKey) actions.select(track.id, true);
      else if (event.ctrlKey || event.metaKey) actions.select(track.id, false);
    },
    onDoubleClick: () => void navigate({ to: "/library/$trackId", params: { trackId: track.id } }),
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      const box = event.currentTarget.getBoundingClientRect();
      const byKey = event.clientX === 0 && event.clientY === 0;
      actions.openMenu(index, {
        x: byKey ? box.left + 48 : event.clientX,
        y: byKey ? box.top + box.height / 2 : event.clientY,
      });
    },
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(DRAGGED, JSON.stringify(actions.dragged(track.id)));
      event.dataTransfer.setData("text/plain", track.title);
      event.dataTransfer.effectAllowed = "copy";
    },
    className: cn(
      "group/line absolute inset-x-0 top-0 rounded-lg outline-offset-[-2px] hover:bg-raised",
      selected && "bg-accent-soft hover:bg-accent-soft",
      playing && !selected && "bg-raised/60",
    ),
  };
}

interface TitleCellProps extends Placed {
  density: Density;
}

/** Cover, title and artist. */
export function TitleCell({ track, index, density }: TitleCellProps) {
  const active = useIsActive({ track, index });
  const compact = density === "compact";
  return (
    <span className="flex min-w-0 items-center gap-3">
      <PlayCover track={track} index={index} tabIndex={active ? 0 : -1} size={compact ? 28 : 40} />
      <span className={cn("min-w-0", compact && "flex items-baseline gap-2")}>
        <TitleLink track={track} tabIndex={active ? 0 : -1} />
        <span className="block truncate text-xs text-ink-soft">{track.artist}</span>
      </span>
    </span>
  );
}

/** The title, which opens the track. */
export function TitleLink({
  track,
  tabIndex,
  className,
}: {
  track: Track;
  tabIndex: number;
  className?: string;
}) {
  const playing = usePlaying(track.id) !== "";
  return (
    <Link
      to="/library/$trackId"
      params={{ trackId: track.id }}
      tabIndex={tabIndex}
      draggable={false}
      preload={false}
      className={cn(
        "block truncate rounded text-sm font-medium text-ink hover:underline",
        playing && "text-accent",
        className,
      )}
    >
      {track.title}
    </Link>
  );
}
