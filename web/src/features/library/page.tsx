import { useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  addToCollection,
  createCollection,
  renameCollection,
} from "@/components/track-actions/collections";
import { TrackDialogs } from "@/components/track-actions/dialogs";
import { useTrackActions } from "@/components/track-actions/use-track-actions";
import { later } from "@/components/ui/later";
import { notifyFailure } from "@/components/ui/notify";
import { Page } from "@/components/ui/page";
import { $api, type Schema, type Track } from "@/lib/api/client";
import { span } from "@/lib/format";
import { type LibraryList, useLibrary } from "./api/use-library";
import { BulkBar } from "./components/bulk-bar";
import { FilterChips } from "./components/filter-chips";
import { PageActions } from "./components/page-actions";
import { Places } from "./components/places";
import { Toolbar } from "./components/toolbar";
import { TrackList } from "./components/track-list";
import { useChangeSearch } from "./components/use-filters";
import { useSelection } from "./model/selection";
import type { LibrarySearch } from "./search";

const NameDialog = later(() => import("./components/name-dialog"), { trouble: "above" });
const PurgeDialog = later(() => import("./components/purge-dialog"), { trouble: "above" });

type Collection = Schema<"CollectionOut">;
type Naming = "new" | "rename" | null;

/** Every track, in the order, the part and the look that one wants. */
export function LibraryPage() {
  const { t } = useTranslation("library");
  const client = useQueryClient();
  const search = useSearch({ from: "/library" });
  const change = useChangeSearch();
  const list = useLibrary(search);
  const { purge } = useTrackActions();
  const [naming, setNaming] = useState<Naming>(null);
  const [purging, setPurging] = useState<readonly Track[] | null>(null);
  const collections = $api.useQuery("get", "/api/v1/collections").data?.items;
  const collection = collections?.find((one) => one.id === search.collection);
  const { title, lead } = useHeading(search, list, collection);

  const dropOnto = (onto: Collection, ids: string[]) => {
    const tracks = list.read.filter((track) => ids.includes(track.id));
    void addToCollection(client, onto, tracks).catch(notifyFailure);
  };
  const emptyTrash = async () => {
    try {
      setPurging(await list.loadAll());
    } catch (error) {
      notifyFailure(error);
    }
  };
  const confirmPurge = (tracks: readonly Track[]) => {
    setPurging(null);
    useSelection.getState().drop(tracks.map((track) => track.id));
    void purge(tracks);
  };
  return (
    <Page
      width="wide"
      title={title}
      lead={lead}
      actions={
        <PageActions
          search={search}
          list={list}
          collection={collection}
          onChange={change}
          onNew={() => setNaming("new")}
          onRename={() => setNaming("rename")}
          onEmptyTrash={() => void emptyTrash()}
        />
      }
    >
      <div className="flex gap-6">
        <Places search={search} onNew={() => setNaming("new")} onDrop={dropOnto} />
        <div className="min-w-0 grow">
          <Toolbar search={search} onChange={change} />
          <FilterChips search={search} onChange={change} />
          <TrackList
            search={search}
            list={list}
            collection={collection}
            onChange={change}
            onPurge={setPurging}
          />
          <BulkBar
            list={list}
            collection={collection}
            trash={search.trash ?? false}
            onPurge={setPurging}
          />
        </div>
      </div>
      {naming && (
        <NameDialog
          title={naming === "new" ? t("collection.new") : t("collection.rename")}
          name={naming === "rename" ? (collection?.name ?? "") : ""}
          onClose={() => setNaming(null)}
          onSubmit={async (name) => {
            if (naming === "rename" && collection)
              return renameCollection(client, collection, name);
            return createCollection(client, name, []);
          }}
        />
      )}
      {purging && (
        <PurgeDialog
          count={purging.length}
          title={purging[0]?.title}
          busy={false}
          onConfirm={() => confirmPurge(purging)}
          onClose={() => setPurging(null)}
        />
      )}
      <TrackDialogs />
    </Page>
  );
}

function useHeading(search: LibrarySearch, list: LibraryList, collection: Collection | undefined) {
  const { t, i18n } = useTranslation("library");
  const count = list.isPending ? "" : t("list.count", { count: list.total });
  if (search.trash) return { title: t("places.trash"), lead: count || "…" };
  if (collection) {
    const length = span(collection.duration_seconds, i18n.language);
    return { title: collection.name, lead: `${count} · ${length}` };
  }
  return { title: t("title"), lead: count || "…" };
}
