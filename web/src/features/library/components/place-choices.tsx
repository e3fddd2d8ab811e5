import { useNavigate } from "@tanstack/react-router";
import { FolderPlus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLabel, MenuLine } from "@/components/ui/menu";
import { $api } from "@/lib/api/client";
import { useSelection } from "../model/selection";
import type { LibrarySearch } from "../search";

interface PlaceChoicesProps {
  search: LibrarySearch;
  onNew: () => void;
  trigger: ReactNode;
}

/** The places of the library to choose from. */
export default function PlaceChoices({ search, onNew, trigger }: PlaceChoicesProps) {
  const { t } = useTranslation("library");
  const navigate = useNavigate();
  const collections = $api.useQuery("get", "/api/v1/collections").data?.items ?? [];
  const here =
    search.collection ?? (search.trash ? "trash" : search.favorite ? "favorites" : "all");
  const open = (place: string) => {
    useSelection.getState().clear();
    const to: Record<string, LibrarySearch> = {
      all: {},
      favorites: { favorite: true },
      trash: { trash: true },
    };
    void navigate({ to: "/library", search: to[place] ?? { collection: place } });
  };
  return (
    <Menu align="end" defaultOpen trigger={trigger}>
      <MenuChoices value={here} onValueChange={open}>
        <MenuChoice value="all">{t("places.all")}</MenuChoice>
        <MenuChoice value="favorites">{t("places.favorites")}</MenuChoice>
        <MenuChoice value="trash">{t("places.trash")}</MenuChoice>
        {collections.length > 0 && <MenuLabel>{t("places.collections")}</MenuLabel>}
        {collections.map((one) => (
          <MenuChoice key={one.id} value={one.id}>
            <span className="max-w-56 truncate">{one.name}</span>
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuLine />
      <MenuItem onSelect={onNew}>
        <FolderPlus aria-hidden />
        {t("collection.new")}
      </MenuItem>
    </Menu>
  );
}
