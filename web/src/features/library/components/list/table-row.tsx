import { memo } from "react";
import { cn } from "@/lib/cn";
import { CELLS } from "./columns";
import { type Placed, useStanding } from "./parts";
import { useRowProps } from "./use-row-props";

interface TableRowProps extends Placed {
  /** The names of the columns that are shown, from left to right, with commas between. */
  columns: string;
  /** Their widths, as CSS grid tracks. */
  template: string;
  /** Pixels from the list's beginning. */
  start: number;
  height: number;
}

/** One track as a line of the table. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { track, index, columns, template, start, height } = props;
  const part = useStanding({ track, index });
  const { className, ...row } = useRowProps(part);
  return (
    <div
      {...row}
      role="row"
      aria-rowindex={index + 2}
      className={cn("absolute inset-x-0 grid items-center [contain:layout_size_style]", className)}
      style={{ height, gridTemplateColumns: template, top: start }}
    >
      {columns.split(",").map((name) => {
        const Cell = CELLS[name as keyof typeof CELLS];
        return (
          <div
            key={name}
            role="gridcell"
            className="flex min-w-0 items-center px-2 text-[0.8125rem] text-ink-soft"
          >
            <Cell {...part} />
          </div>
        );
      })}
    </div>
  );
});
