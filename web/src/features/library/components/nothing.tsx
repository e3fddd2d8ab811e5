import { Link } from "@tanstack/react-router";
import { AudioLines, FolderOpen, Music, SearchX, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/states";
import { filterCount, withoutFilters } from "../model/query";
import type { LibrarySearch } from "../search";
import type { ChangeSearch } from "./use-filters";

interface NothingProps {
  search: LibrarySearch;
  onChange: ChangeSearch;
}

/** Why the list is empty, and what leads on from there. */
export function Nothing({ search, onChange }: NothingProps) {
  const { t } = useTranslation("library");
  const onlyFavorites = search.favorite && filterCount(search) === 1 && !search.q;
  if (onlyFavorites && !search.collection && !search.trash)
    return (
      <Empty icon={Music} title={t("empty.favorites")}>
        {t("empty.favoritesHow")}
      </Empty>
    );
  if (search.q || filterCount(search))
    return (
      <Empty
        icon={SearchX}
        title={t("empty.found")}
        action={
          <Button look="primary" onClick={() => onChange(withoutFilters)}>
            {t("filter.clear")}
          </Button>
        }
      >
        {t("empty.foundHow")}
      </Empty>
    );
  if (search.trash)
    return (
      <Empty icon={Trash2} title={t("empty.trash")}>
        {t("empty.trashHow")}
      </Empty>
    );
  if (search.collection)
    return (
      <Empty
        icon={FolderOpen}
        title={t("empty.collection")}
        action={
          <Button asChild>
            <Link to="/library">{t("empty.toAll")}</Link>
          </Button>
        }
      >
        {t("empty.collectionHow")}
      </Empty>
    );
  return (
    <Empty
      icon={AudioLines}
      title={t("empty.library")}
      action={
        <Button look="primary" asChild>
          <Link to="/create">{t("empty.create")}</Link>
        </Button>
      }
    >
      {t("empty.libraryHow")}
    </Empty>
  );
}
