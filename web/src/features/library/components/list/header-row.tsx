import type { Table } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/cn";
import type { ColumnName } from "../../model/preferences";
import { useSelection } from "../../model/selection";
import type { Placed } from "./parts";

interface HeaderRowProps {
  table: Table<Placed>;
  template: string;
  ids: readonly string[];
}

/** The names of the columns; those that can be sorted by say so. */
export function HeaderRow({ table, template, ids }: HeaderRowProps) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-14 z-10 grid h-9 items-center border-b bg-canvas text-xs"
      style={{ gridTemplateColumns: template }}
    >
      {table.getLeafHeaders().map(({ column }) => {
        const sorted = column.getIsSorted();
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={
              sorted
                ? sorted === "asc"
                  ? "ascending"
                  : "descending"
                : column.getCanSort()
                  ? "none"
                  : undefined
            }
            className="flex min-w-0 items-center px-2"
          >
            {column.id === "select" ? (
              <SelectAll ids={ids} />
            ) : (
              <HeaderName
                name={column.id as ColumnName | "title" | "menu"}
                sorted={sorted}
                onSort={column.getCanSort() ? column.getToggleSortingHandler() : undefined}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

interface HeaderNameProps {
  name: ColumnName | "title" | "menu";
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

/** Ticks all that are shown, or none. */
export function SelectAll({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation("library");
  const selected = useSelection((state) => state.ids);
  const count = selected.size;
  const all = count > 0 && ids.every((id) => selected.has(id));
  return (
    <Checkbox
      aria-label={t("selection.all")}
      checked={all ? true : count > 0 ? "indeterminate" : false}
      onCheckedChange={() => {
        const { selectAll, clear } = useSelection.getState();
        if (all) clear();
        else selectAll(ids);
      }}
    />
  );
}
