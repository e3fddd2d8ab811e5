import { useQueryClient } from "@tanstack/react-query";
import {
  ArchiveRestore,
  Download,
  Ellipsis,
  FolderMinus,
  FolderPlus,
  Heart,
  HeartOff,
  ListEnd,
  ListStart,
  PenLine,
  Play,
  Trash2,
  X,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Rating } from "@/components/rating/rating";
import { removeFromCollection } from "@/components/track-actions/collections";
import { openTrackDialog } from "@/components/track-actions/dialogs";
import { useTrackActions } from "@/components/track-actions/use-track-actions";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { notifyFailure } from "@/components/ui/notify";
import type { Schema, Track } from "@/lib/api/client";
import { playableOf, usePlayer } from "@/lib/player/store";
import type { LibraryList } from "../api/use-library";
import { useSelection } from "../model/selection";

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
  const chosen = ids.size ? list.tracks.filter((track) => ids.has(track.id)) : [];
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
            <Actions tracks={chosen} collection={collection} />
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
  const allRead = count === list.tracks.length && list.hasMore;
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

function Actions({
  tracks,
  collection,
}: {
  tracks: Track[];
  collection: BulkBarProps["collection"];
}) {
  const { t } = useTranslation("library");
  const client = useQueryClient();
  const actions = useTrackActions();
  const favorite = tracks.every((track) => track.favorite);
  const rating = tracks.every((track) => track.rating === tracks[0]?.rating)
    ? (tracks[0]?.rating ?? null)
    : null;
  const play = () => {
    const items = tracks.map(playableOf).filter((one) => one !== null);
    usePlayer.getState().play(items);
  };
  const takeOut = () => collection && void removeFromCollection(client, collection, tracks);
  return (
    <>
      <Act name={t("bulk.play")} onClick={play}>
        <Play aria-hidden />
      </Act>
      <Act name={t("bulk.collect")} onClick={() => openTrackDialog("collect", tracks)}>
        <FolderPlus aria-hidden />
      </Act>
      <Act name={t("bulk.edit")} onClick={() => openTrackDialog("edit", tracks)}>
        <PenLine aria-hidden />
      </Act>
      <Act
        name={favorite ? t("bulk.unfavor") : t("bulk.favor")}
        onClick={() => void actions.favor(tracks, !favorite)}
      >
        {favorite ? <HeartOff aria-hidden /> : <Heart aria-hidden />}
      </Act>
      <Rating
        value={rating}
        label={t("bulk.rate")}
        size={20}
        className="mx-1 py-1.5 max-sm:hidden"
        onChange={(stars) => void actions.rate(tracks, stars)}
      />
      <Act name={t("bulk.download")} onClick={() => openTrackDialog("export", tracks)}>
        <Download aria-hidden />
      </Act>
      <Act name={t("bulk.trash")} onClick={() => void actions.trash(tracks)}>
        <Trash2 aria-hidden />
      </Act>
      <Menu
        side="top"
        trigger={
          <IconButton label={t("bulk.more")}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => actions.playNext(tracks)}>
          <ListStart aria-hidden />
          {t("bulk.playNext")}
        </MenuItem>
        <MenuItem onSelect={() => actions.enqueue(tracks)}>
          <ListEnd aria-hidden />
          {t("bulk.enqueue")}
        </MenuItem>
        {collection && (
          <>
            <MenuLine />
            <MenuItem onSelect={takeOut}>
              <FolderMinus aria-hidden />
              {t("row.takeOut")}
            </MenuItem>
          </>
        )}
      </Menu>
    </>
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

function Act({
  name,
  onClick,
  children,
}: {
  name: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <IconButton label={name} onClick={onClick}>
      {children}
    </IconButton>
  );
}
