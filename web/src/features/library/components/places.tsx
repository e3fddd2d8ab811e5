import { Link } from "@tanstack/react-router";
import { Heart, Library, ListMusic, type LucideIcon, Plus, Trash2 } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/ui/surface";
import { IconButton } from "@/components/ui/icon-button";
import { $api, type Schema } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { useFacets } from "../api/use-facets";
import { useSelection } from "../model/selection";
import type { LibrarySearch } from "../search";
import { DRAGGED } from "./list/context";

type Collection = Schema<"CollectionOut">;

interface PlacesProps {
  search: LibrarySearch;
  onNew: () => void;
  /** Tracks were dropped onto a collection. */
  onDrop: (collection: Collection, ids: string[]) => void;
}

/** Everything, favorites, the collections, the trash: at the side of wide windows. */
export function Places({ search, onNew, onDrop }: PlacesProps) {
  const { t } = useTranslation("library");
  const facets = useFacets().data;
  const collections = $api.useQuery("get", "/api/v1/collections");
  const everything = !search.collection && !search.trash;
  return (
    <nav
      aria-label={t("places.label")}
      className="sticky top-0 hidden w-52 shrink-0 self-start xl:block"
    >
      <ul className="grid gap-0.5 pt-2">
        <Place
          icon={Library}
          name={t("places.all")}
          count={facets?.total}
          to={{}}
          current={everything && !search.favorite}
        />
        <Place
          icon={Heart}
          name={t("places.favorites")}
          count={facets?.favorites}
          to={{ favorite: true }}
          current={everything && search.favorite === true}
        />
        <Place
          icon={Trash2}
          name={t("places.trash")}
          count={facets?.trashed}
          to={{ trash: true }}
          current={search.trash === true}
        />
      </ul>
      <div className="mt-5 flex items-center justify-between pl-3">
        <h2 className="text-xs font-medium text-ink-soft">{t("places.collections")}</h2>
        <IconButton label={t("collection.new")} size="smallIcon" onClick={onNew}>
          <Plus aria-hidden />
        </IconButton>
      </div>
      <ul className="mt-1 grid max-h-[50dvh] gap-0.5 overflow-y-auto">
        {collections.isPending && <Skeleton className="h-9" />}
        {collections.data?.items.map((one) => (
          <Place
            key={one.id}
            icon={ListMusic}
            name={one.name}
            count={one.track_count}
            to={{ collection: one.id }}
            current={search.collection === one.id}
            onDrop={(ids) => onDrop(one, ids)}
          />
        ))}
        {collections.data?.items.length === 0 && (
          <li className="px-3 py-1 text-[0.8125rem] text-ink-soft">{t("places.none")}</li>
        )}
      </ul>
    </nav>
  );
}

interface PlaceProps {
  icon: LucideIcon;
  name: string;
  count: number | undefined;
  to: LibrarySearch;
  current: boolean;
  onDrop?: (ids: string[]) => void;
}

function Place({ icon: Icon, name, count, to, current, onDrop }: PlaceProps) {
  const { i18n } = useTranslation();
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent) => onDrop && event.dataTransfer.types.includes(DRAGGED);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the menu does the same
    <li
      onDragOver={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault();
        onDrop?.(JSON.parse(event.dataTransfer.getData(DRAGGED)) as string[]);
      }}
    >
      <Link
        to="/library"
        search={to}
        preload={false}
        activeProps={{ "aria-current": undefined }}
        aria-current={current ? "page" : undefined}
        onClick={() => useSelection.getState().clear()}
        className={cn(
          "flex h-9 items-center gap-2.5 rounded-lg px-3 text-sm text-ink-soft hover:bg-raised hover:text-ink",
          current && "bg-accent-soft font-medium text-ink",
          over && "bg-accent-soft ring-2 ring-accent",
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 grow truncate">{name}</span>
        {count !== undefined && (
          <span className="tabular text-xs text-ink-soft">
            {count.toLocaleString(i18n.language)}
          </span>
        )}
      </Link>
    </li>
  );
}
