import { ListFilter } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { later } from "@/components/ui/later";
import { Popover } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/surface";
import { filterCount, without } from "../model/query";
import type { LibrarySearch } from "../search";
import { SearchBox } from "./search-box";
import { SortMenu } from "./sort-menu";
import type { ChangeSearch } from "./use-filters";
import { useMedia } from "@/lib/use-media";
import { ViewMenu } from "./view-menu";

const FilterPanel = later(() => import("./filter-panel"), {
  waiting: () => <Skeleton className="h-96 w-72 max-w-full" />,
});
const FilterDialog = later(() => import("./filter-dialog"), { trouble: "above" });

interface ToolbarProps {
  search: LibrarySearch;
  onChange: ChangeSearch;
}

/** Words, filters, order and look of the list; it stays in sight while the list scrolls. */
export function Toolbar({ search, onChange }: ToolbarProps) {
  const setWords = useCallback(
    (q: string) => onChange((now) => (q ? { ...now, q } : without(now, "q"))),
    [onChange],
  );
  return (
    <div className="sticky top-0 z-20 -mx-1 flex h-14 items-center gap-2 bg-canvas px-1">
      <SearchBox value={search.q ?? ""} onChange={setWords} className="grow sm:max-w-sm" />
      <Filters search={search} onChange={onChange} />
      <SortMenu search={search} onChange={onChange} />
      <span className="hidden grow sm:block" />
      <ViewMenu />
    </div>
  );
}

function Filters({ search, onChange }: ToolbarProps) {
  const { t } = useTranslation("library");
  const [open, setOpen] = useState(false);
  const narrow = useMedia("(width < 40rem)");
  const count = filterCount(search);
  const trigger = (
    <Button
      className="px-3 max-sm:w-11 max-sm:px-0"
      aria-label={count ? t("filter.openSome", { count }) : t("filter.open")}
      onClick={narrow ? () => setOpen(true) : undefined}
    >
      <ListFilter aria-hidden />
      <span className="max-sm:hidden">{t("filter.open")}</span>
      {count > 0 && (
        <span aria-hidden className="tabular rounded-full bg-accent px-1.5 text-xs text-on-accent">
          {count}
        </span>
      )}
    </Button>
  );
  if (!narrow)
    return (
      <Popover
        label={t("filter.open")}
        align="start"
        trigger={trigger}
        className="max-h-(--radix-popover-content-available-height) overflow-y-auto"
      >
        <FilterPanel search={search} onChange={onChange} />
      </Popover>
    );
  return (
    <>
      {trigger}
      {open && <FilterDialog search={search} onChange={onChange} onClose={() => setOpen(false)} />}
    </>
  );
}
