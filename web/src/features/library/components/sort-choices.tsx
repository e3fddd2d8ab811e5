import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuChoice, MenuChoices, MenuLabel, MenuLine } from "@/components/ui/menu";
import { firstOrder, orderOf } from "../model/query";
import { type LibrarySearch, type Order, type Sort, SORTS } from "../search";
import type { ChangeSearch } from "./use-filters";

interface SortChoicesProps {
  search: LibrarySearch;
  onChange: ChangeSearch;
  trigger: ReactNode;
}

/** The orders that a list can have. */
export default function SortChoices({ search, onChange, trigger }: SortChoicesProps) {
  const { t } = useTranslation("library");
  const { sort, order } = orderOf(search);
  const choose = (next: Partial<{ sort: Sort; order: Order }>) =>
    onChange((now) => ({ ...now, ...next }));
  return (
    <Menu align="start" defaultOpen trigger={trigger}>
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
