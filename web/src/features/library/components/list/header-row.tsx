import type { Table } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { useSelection } from "../../model/selection";
import type { CELLS } from "./columns";

type Name = keyof typeof CELLS;

interface HeaderRowProps {
  table: Table<Track>;
  template: string;
  tracks: readonly Track[];
}

const WAYS = { asc: "ascending", desc: "descending" } as const;

/** The names of the columns; those that can be sorted by say so. */
export function HeaderRow({ table, template, tracks }: HeaderRowProps) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-14 z-10 grid h-9 items-center border-b bg-canvas text-xs"
      style={{ gridTemplateColumns: template }}
    >
      {table.getLeafHeaders().map(({ column }) => {
        const sorted = column.getIsSorted();
        const sortable = column.getCanSort();
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sorted ? WAYS[sorted] : sortable ? "none" : undefined}
            className="flex min-w-0 items-center px-2"
          >
            {column.id === "select" ? (
              <SelectAll tracks={tracks} />
            ) : (
              <HeaderName
                name={column.id as Exclude<Name, "select">}
                sorted={sorted}
                onSort={sortable ? column.getToggleSortingHandler() : undefined}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

interface HeaderNameProps {
  name: Exclude<Name, "select">;
  sorted: false | "asc" | "desc";
  onSort: ((event: unknown) => void) | undefined;
}

function HeaderName({ name, sorted, onSort }: HeaderNameProps) {
  const { t } = useTranslation("library");
  const text = t(`column.${name}`);
  if (name === "favorite" || name === "menu") return <span className="sr-only">{text}</span>;
  if (!onSort) return <span className="truncate text-ink-soft">{text}</span>;
  const Arrow = sorted === "asc" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={onSort}
      className={cn(
        "-mx-1.5 inline-flex h-7 min-w-0 items-center gap-1 rounded-md px-1.5 text-ink-soft hover:bg-raised hover:text-ink",
        sorted && "font-medium text-ink",
      )}
    >
      <span className="truncate">{text}</span>
      {sorted && <Arrow aria-hidden className="size-3.5 shrink-0" />}
    </button>
  );
}

/** Ticks all that were read, or none. */
function SelectAll({ tracks }: { tracks: readonly Track[] }) {
  const { t } = useTranslation("library");
  const selected = useSelection((state) => state.ids);
  const all = selected.size > 0 && tracks.every((track) => selected.has(track.id));
  return (
    <Checkbox
      aria-label={t("selection.all")}
      checked={all ? true : selected.size > 0 ? "indeterminate" : false}
      onCheckedChange={() => {
        const { selectAll, clear } = useSelection.getState();
        if (all) clear();
        else selectAll(tracks.map((track) => track.id));
      }}
    />
  );
}
