import { ArchiveRestore, Trash2, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTrackActions } from "@/components/track-actions/use-track-actions";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { later } from "@/components/ui/later";
import { notifyFailure } from "@/components/ui/notify";
import type { Schema, Track } from "@/lib/api/client";
import type { LibraryList } from "../api/use-library";
import { useSelection } from "../model/selection";

const BulkActions = later(() => import("./bulk-actions"));

interface BulkBarProps {
  list: LibraryList;
  collection: Schema<"CollectionOut"> | undefined;
  trash: boolean;
  onPurge: (tracks: Track[]) => void;
}

/** What can be done with all that are selected. */
export function BulkBar({ list, collection, trash, onPurge }: BulkBarProps) {
  const { t } = useTranslation("library");
  const ids = useSelection((state) => state.ids);
  const chosen = ids.size ? list.read.filter((track) => ids.has(track.id)) : [];
  return (
    <>
      <p role="status" className="sr-only">
        {chosen.length ? t("selection.count", { count: chosen.length }) : ""}
      </p>
      {chosen.length > 0 && (
        <div
          role="toolbar"
          aria-label={t("selection.label")}
          className="sticky bottom-3 z-20 mx-auto mt-4 flex w-fit max-w-full animate-rise flex-wrap items-center justify-center gap-x-1 gap-y-0.5 rounded-2xl border bg-surface px-2 py-1.5 shadow-2xl"
        >
          <Count list={list} count={chosen.length} />
          {trash ? (
            <TrashActions tracks={chosen} onPurge={onPurge} />
          ) : (
            <BulkActions tracks={chosen} collection={collection} />
          )}
          <IconButton label={t("selection.clear")} onClick={() => useSelection.getState().clear()}>
            <X aria-hidden />
          </IconButton>
        </div>
      )}
    </>
  );
}

function Count({ list, count }: { list: LibraryList; count: number }) {
  const { t, i18n } = useTranslation("library");
  const [busy, setBusy] = useState(false);
  const selectEvery = async () => {
    setBusy(true);
    try {
      useSelection.getState().selectAll((await list.loadAll()).map((track) => track.id));
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const allRead = count === list.read.length && count < list.total;
  return (
    <span className="flex items-center gap-2 pr-1 pl-2 text-sm">
      <span className="tabular font-medium">{t("selection.count", { count })}</span>
      {allRead && (
        <Button size="small" look="quiet" busy={busy} onClick={() => void selectEvery()}>
          {t("selection.every", { total: list.total.toLocaleString(i18n.language) })}
        </Button>
      )}
    </span>
  );
}

function TrashActions({ tracks, onPurge }: { tracks: Track[]; onPurge: BulkBarProps["onPurge"] }) {
  const { t } = useTranslation("library");
  const { restore } = useTrackActions();
  return (
    <>
      <Button size="small" look="quiet" onClick={() => void restore(tracks)}>
        <ArchiveRestore aria-hidden />
        {t("trash.restore")}
      </Button>
      <Button size="small" look="quiet" className="text-bad" onClick={() => onPurge(tracks)}>
        <Trash2 aria-hidden />
        {t("trash.purge")}
      </Button>
    </>
  );
}
