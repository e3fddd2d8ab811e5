import { Link } from "@tanstack/react-router";
import {
  ArchiveRestore,
  AudioLines,
  Download,
  FileText,
  FolderPlus,
  ListEnd,
  ListStart,
  PenLine,
  Play,
  Shuffle,
  Trash2,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MenuItem, MenuLine, MenuSub } from "@/components/ui/menu";
import type { Track } from "@/lib/api/client";
import { bytes } from "@/lib/format";
import { playableOf, usePlayer } from "@/lib/player/store";
import { openTrackDialog } from "./dialogs";
import { useTrackActions } from "./use-track-actions";

interface TrackMenuItemsProps {
  track: Track;
  /** Plays it; alone unless told otherwise. */
  onPlay?: () => void;
  /** More items, before the last one. */
  children?: ReactNode;
}

/** Everything that can be done with one track, for a `Menu`. The page needs `TrackDialogs`. */
export function TrackMenuItems({ track, onPlay, children }: TrackMenuItemsProps) {
  const { t } = useTranslation("shared");
  const actions = useTrackActions();
  const playAlone = () => {
    const playable = playableOf(track);
    if (playable) usePlayer.getState().play([playable]);
  };
  if (track.deleted_at)
    return (
      <>
        <MenuItem onSelect={() => void actions.restore([track])}>
          <ArchiveRestore aria-hidden />
          {t("trackActions.restore")}
        </MenuItem>
        {children}
      </>
    );
  return (
    <>
      {track.links.audio && (
        <>
          <MenuItem onSelect={onPlay ?? playAlone}>
            <Play aria-hidden />
            {t("trackActions.play")}
          </MenuItem>
          <MenuItem onSelect={() => actions.playNext([track])}>
            <ListStart aria-hidden />
            {t("trackActions.playNext")}
          </MenuItem>
          <MenuItem onSelect={() => actions.enqueue([track])}>
            <ListEnd aria-hidden />
            {t("trackActions.enqueue")}
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuItem asChild>
        <Link to="/library/$trackId" params={{ trackId: track.id }}>
          <FileText aria-hidden />
          {t("trackActions.details")}
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => openTrackDialog("edit", [track])}>
        <PenLine aria-hidden />
        {t("trackActions.edit")}
      </MenuItem>
      <MenuItem onSelect={() => openTrackDialog("collect", [track])}>
        <FolderPlus aria-hidden />
        {t("trackActions.collect")}
      </MenuItem>
      <DownloadItems track={track} />
      <MenuLine />
      {track.engine && (
        <MenuItem asChild>
          <Link to="/create" search={{ from: track.id }}>
            <AudioLines aria-hidden />
            {t("trackActions.again")}
          </Link>
        </MenuItem>
      )}
      {track.engine === "composer" && (
        <MenuItem onSelect={() => void actions.vary(track)}>
          <Shuffle aria-hidden />
          {t("trackActions.vary")}
        </MenuItem>
      )}
      <MenuLine />
      {children}
      <MenuItem danger onSelect={() => void actions.trash([track])}>
        <Trash2 aria-hidden />
        {t("trackActions.trash")}
      </MenuItem>
    </>
  );
}

function DownloadItems({ track }: { track: Track }) {
  const { t, i18n } = useTranslation("shared");
  const actions = useTrackActions();
  const files = track.files.filter((file) => file.kind === "audio" || file.kind === "midi");
  if (!files.length) return null;
  return (
    <MenuSub
      label={
        <>
          <Download aria-hidden />
          {t("trackActions.download")}
        </>
      }
    >
      {files.map((file) => (
        <MenuItem key={file.url} onSelect={() => actions.download(track, file)}>
          <span className="grow">{file.kind === "midi" ? "MIDI" : file.format.toUpperCase()}</span>
          <span className="tabular pl-6 text-xs text-ink-soft">
            {bytes(file.bytes, i18n.language)}
          </span>
        </MenuItem>
      ))}
      {track.links.stems && (
        <MenuItem onSelect={() => openTrackDialog("export", [track])}>
          {t("trackActions.archive")}
        </MenuItem>
      )}
    </MenuSub>
  );
}
