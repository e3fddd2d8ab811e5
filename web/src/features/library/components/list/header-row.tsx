import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { useSelection } from "../../model/selection";
import { SHAPES } from "../../model/columns";
import type { ColumnName } from "../../model/preferences";
import { firstOrder, orderOf } from "../../model/query";
import type { LibrarySearch, Order, Sort } from "../../search";
import type { ListViewProps } from "./list-view";

type Name = ColumnName | "title" | "menu";

interface HeaderRowProps {
  /** The columns between the titles and the menus, from left to right. */
  columns: readonly ColumnName[];
  /** The widths of all, as CSS grid tracks. */
  template: string;
  search: LibrarySearch;
  tracks: readonly Track[];
  onSort: ListViewProps["onSort"];
}

const FIRST = "title" as const;
const LAST = "menu" as const;
const WAYS = { asc: "ascending", desc: "descending" } as const;
const TURNED = { asc: "desc", desc: "asc" } as const;

/** The names of the columns; those that can be sorted by say so. */
export function HeaderRow({ columns, template, search, tracks, onSort }: HeaderRowProps) {
  const { sort: current, order } = orderOf(search);
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-14 z-10 grid h-9 items-center border-b bg-canvas text-xs"
      style={{ gridTemplateColumns: template }}
    >
      <div role="columnheader" className="flex min-w-0 items-center px-2">
        <SelectAll tracks={tracks} />
      </div>
      {[FIRST, ...columns, LAST].map((name) => {
        const sort = sortOf(name);
        const sorted = sort === current ? order : null;
        return (
          <div
            key={name}
            role="columnheader"
            aria-sort={sorted ? WAYS[sorted] : sort ? "none" : undefined}
            className="flex min-w-0 items-center px-2"
          >
            <HeaderName
              name={name}
              sorted={sorted}
              onSort={sort && (() => onSort(sort, sorted ? TURNED[sorted] : firstOrder(sort)))}
            />
          </div>
        );
      })}
    </div>
  );
}

/** What a column is sorted by, if it can be. */
function sortOf(name: Name): Sort | undefined {
  if (name === "title") return "title";
  return name === "menu" ? undefined : SHAPES[name].sort;
}

interface HeaderNameProps {
  name: Name;
  sorted: Order | null;
  onSort: (() => void) | undefined;
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
