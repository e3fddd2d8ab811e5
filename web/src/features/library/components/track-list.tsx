import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { later } from "@/components/ui/later";
import { Failure } from "@/components/ui/states";
import type { Schema, Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import type { LibraryList } from "../api/use-library";
import { usePreferences } from "../model/preferences";
import type { LibrarySearch } from "../search";
import { ListContext } from "./list/context";
import { useOpenedMenu } from "./list/opened-menu";
import { CardsSkeleton, LineSkeleton } from "./list/skeleton";
import { lanesIn, TrackGrid } from "./list/track-grid";
import { TrackRows } from "./list/track-rows";
import { TrackTable } from "./list/track-table";
import { useActionsOf } from "./list/use-list-actions";
import { useWordsOfList } from "./list/use-list-words";
import { useMeasures } from "./list/use-measures";
import { Nothing } from "./nothing";
import type { ChangeSearch } from "./use-filters";

const RowMenu = later(() => import("./list/row-menu"), { trouble: "above" });

const NARROW = 560;

interface TrackListProps {
  search: LibrarySearch;
  list: LibraryList;
  collection: Schema<"CollectionOut"> | undefined;
  onChange: ChangeSearch;
  onPurge: (tracks: Track[]) => void;
}

/** The tracks, as table, rows or cards, as the room and the user want it. */
export function TrackList({ search, list, collection, onChange, onPurge }: TrackListProps) {
  const place = useRef<HTMLDivElement>(null);
  const { width } = useMeasures(place);
  const { view } = usePreferences();
  const menuWanted = useOpenedMenu(({ back, opened }) => opened !== null || back !== null);
  const actions = useActionsOf(list);
  const words = useWordsOfList();
  const around = useMemo(() => ({ actions, words }), [actions, words]);
  const kind = view === "grid" ? "grid" : width < NARROW ? "rows" : "table";
  const placeKey = JSON.stringify([search, kind]);
  const View = { grid: TrackGrid, rows: TrackRows, table: TrackTable }[kind];
  return (
    <div ref={place} className={cn("min-h-96", list.isOld && "opacity-60")} aria-busy={list.isOld}>
      {list.error ? <Failure className="mb-4" error={list.error} onRetry={list.retry} /> : null}
      {width > 0 && list.isPending && <Loading kind={kind} width={width} />}
      {width > 0 && !list.isPending && list.total === 0 && !list.error && (
        <Nothing search={search} onChange={onChange} />
      )}
      {width > 0 && list.total > 0 && (
        <ListContext value={around}>
          <View
            key={placeKey}
            list={list}
            actions={actions}
            search={search}
            placeKey={placeKey}
            width={width}
            onSort={(sort, order) => onChange((now) => ({ ...now, sort, order }))}
            onPurge={onPurge}
          />
          {menuWanted && <RowMenu collection={collection} onPurge={(track) => onPurge([track])} />}
        </ListContext>
      )}
    </div>
  );
}

function Loading({ kind, width }: { kind: "grid" | "rows" | "table"; width: number }) {
  const { t } = useTranslation();
  const lanes = lanesIn(width);
  return (
    <div>
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      {kind === "table" && <div className="h-9 border-b" />}
      {kind === "grid" ? (
        <CardsSkeleton height={Math.round(width / lanes) + 60} lanes={lanes} />
      ) : (
        Array.from({ length: 10 }, (_, line) => (
          <LineSkeleton key={line} height={kind === "rows" ? 64 : 56} />
        ))
      )}
    </div>
  );
}
