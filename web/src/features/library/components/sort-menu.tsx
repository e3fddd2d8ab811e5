import { ArrowDownUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { laterMenu } from "@/components/ui/later-menu";
import { orderOf } from "../model/query";
import type { LibrarySearch } from "../search";
import type { ChangeSearch } from "./use-filters";

interface SortMenuProps {
  search: LibrarySearch;
  onChange: ChangeSearch;
}

const SortChoices = laterMenu<SortMenuProps & { trigger: ReactNode }>(
  () => import("./sort-choices"),
);

/** What the list is ordered by, and which way. */
export function SortMenu({ search, onChange }: SortMenuProps) {
  const { t } = useTranslation("library");
  const { sort } = orderOf(search);
  return (
    <SortChoices
      search={search}
      onChange={onChange}
      trigger={
        <Button
          className="px-3 max-sm:w-11 max-sm:px-0"
          aria-label={t("sort.label", { sort: t(`sort.${sort}`) })}
        >
          <ArrowDownUp aria-hidden />
          <span className="max-lg:hidden">{t(`sort.${sort}`)}</span>
        </Button>
      }
    />
  );
}
