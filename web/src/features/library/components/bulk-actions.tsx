import { useQueryClient } from "@tanstack/react-query";
import {
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
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Rating } from "@/components/rating/rating";
import { removeFromCollection } from "@/components/track-actions/collections";
import { openTrackDialog } from "@/components/track-actions/dialogs";
import { useTrackActions } from "@/components/track-actions/use-track-actions";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import type { Schema, Track } from "@/lib/api/client";
import { playableOf, usePlayer } from "@/lib/player/store";

interface BulkActionsProps {
  tracks: Track[];
  collection: Schema<"CollectionOut"> | undefined;
}

/** What can be done with several tracks; on phones, most of it in the menu. */
export default function BulkActions({ tracks, collection }: BulkActionsProps) {
  const { t } = useTranslation("library");
  const client = useQueryClient();
  const actions = useTrackActions();
  const [first] = tracks;
  const favorite = tracks.every((track) => track.favorite);
  const sameRating = tracks.every((track) => track.rating === first?.rating);
  const play = () =>
    usePlayer.getState().play(tracks.map(playableOf).filter((one) => one !== null));
  const wide = [
    {
      name: t("bulk.edit"),
      icon: <PenLine aria-hidden />,
      act: () => openTrackDialog("edit", tracks),
    },
    {
      name: favorite ? t("bulk.unfavor") : t("bulk.favor"),
      icon: favorite ? <HeartOff aria-hidden /> : <Heart aria-hidden />,
      act: () => void actions.favor(tracks, !favorite),
    },
    {
      name: t("bulk.download"),
      icon: <Download aria-hidden />,
      act: () => openTrackDialog("export", tracks),
    },
  ];
  return (
    <>
      <IconButton label={t("bulk.play")} onClick={play}>
        <Play aria-hidden />
      </IconButton>
      <IconButton label={t("bulk.collect")} onClick={() => openTrackDialog("collect", tracks)}>
        <FolderPlus aria-hidden />
      </IconButton>
      {wide.map(({ name, icon, act }) => (
        <IconButton key={name} label={name} onClick={act} className="max-sm:hidden">
          {icon}
        </IconButton>
      ))}
      <Rating
        value={sameRating ? (first?.rating ?? null) : null}
        label={t("bulk.rate")}
        size={20}
        className="mx-1 py-1.5 max-sm:hidden"
        onChange={(stars) => void actions.rate(tracks, stars)}
      />
      <IconButton label={t("bulk.trash")} onClick={() => void actions.trash(tracks)}>
        <Trash2 aria-hidden />
      </IconButton>
      <Menu
        side="top"
        trigger={
          <IconButton label={t("bulk.more")}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        {wide.map(({ name, icon, act }) => (
          <MenuItem key={name} onSelect={act} className="sm:hidden">
            {icon}
            {name}
          </MenuItem>
        ))}
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
            <MenuItem onSelect={() => void removeFromCollection(client, collection, tracks)}>
              <FolderMinus aria-hidden />
              {t("row.takeOut")}
            </MenuItem>
          </>
        )}
      </Menu>
    </>
  );
}
