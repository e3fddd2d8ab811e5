import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Play, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { deleteCollection } from "@/components/track-actions/collections";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { laterMenu } from "@/components/ui/later-menu";
import type { Schema } from "@/lib/api/client";
import type { LibraryList } from "../api/use-library";
import type { LibrarySearch } from "../search";
import { playFrom } from "./list/use-list-actions";
import { PlaceMenu } from "./place-menu";
import type { ChangeSearch } from "./use-filters";

const CollectionMenu = laterMenu<{
  onRename: () => void;
  onDelete: () => void;
  trigger: ReactNode;
}>(() => import("./collection-menu"));

interface PageActionsProps {
  search: LibrarySearch;
  list: LibraryList;
  collection: Schema<"CollectionOut"> | undefined;
  onChange: ChangeSearch;
  onNew: () => void;
  onRename: () => void;
  onEmptyTrash: () => void;
}

/** What can be done with all that the page shows. */
export function PageActions({ search, list, collection, ...on }: PageActionsProps) {
  const { t } = useTranslation("library");
  const client = useQueryClient();
  const remove = async (one: Schema<"CollectionOut">) => {
    if (await deleteCollection(client, one)) on.onChange(() => ({}), false);
  };
  // its room is kept, so that nothing moves when the tracks are there
  const kept = list.total > 0 ? undefined : "invisible";
  return (
    <>
      <PlaceMenu search={search} onNew={on.onNew} />
      {search.trash ? (
        <Button className={kept} onClick={on.onEmptyTrash}>
          <Trash2 aria-hidden />
          {t("trash.empty")}
        </Button>
      ) : (
        <Button look="primary" className={kept} onClick={() => playFrom(list.tracks, 0)}>
          <Play aria-hidden className="fill-current" />
          {t("list.play")}
        </Button>
      )}
      {collection && (
        <CollectionMenu
          onRename={on.onRename}
          onDelete={() => void remove(collection)}
          trigger={
            <IconButton label={t("collection.menu")} look="plain">
              <Ellipsis aria-hidden />
            </IconButton>
          }
        />
      )}
    </>
  );
}
