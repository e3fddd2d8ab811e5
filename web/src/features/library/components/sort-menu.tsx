import { ArrowDownUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Menu, MenuChoice, MenuChoices, MenuLabel, MenuLine } from "@/components/ui/menu";
import { firstOrder, orderOf } from "../model/query";
import { type LibrarySearch, type Order, type Sort, SORTS } from "../search";
import type { ChangeSearch } from "./use-filters";

interface SortMenuProps {
  search: LibrarySearch;
  onChange: ChangeSearch;
}

/** What the list is ordered by, and which way. */
export function SortMenu({ search, onChange }: SortMenuProps) {
  const { t } = useTranslation("library");
  const { sort, order } = orderOf(search);
  const choose = (next: Partial<{ sort: Sort; order: Order }>) =>
    onChange((now) => ({ ...now, ...next }));
  return (
    <Menu
      align="start"
      trigger={
        <Button
          className="px-3 max-sm:w-11 max-sm:px-0"
          aria-label={t("sort.label", { sort: t(`sort.${sort}`) })}
        >
          <ArrowDownUp aria-hidden />
          <span className="max-lg:hidden">{t(`sort.${sort}`)}</span>
        </Button>
      }
    >
      <MenuLabel>{t("sort.by")}</MenuLabel>
      <MenuChoices
        value={sort}
        onValueChange={(value) => choose({ sort: value as Sort, order: firstOrder(value as Sort) })}
      >
        {SORTS.filter((one) => one !== "position" || search.collection).map((one) => (
          <MenuChoice key={one} value={one}>
            {t(`sort.${one}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuLine />
      <MenuChoices value={order} onValueChange={(value) => choose({ order: value as Order })}>
        <MenuChoice value="asc">{t("sort.asc")}</MenuChoice>
        <MenuChoice value="desc">{t("sort.desc")}</MenuChoice>
      </MenuChoices>
    </Menu>
  );
}
