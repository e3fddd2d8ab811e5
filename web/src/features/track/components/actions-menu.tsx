import { Link } from "@tanstack/react-router";
import { FolderPlus, Image, Package, PencilLine, Repeat, Sparkles, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import type { Track } from "@/lib/api/client";
import { useTrash } from "../api/use-trash";
import { useDialogs } from "./dialogs/use-dialogs";

/** What else can be done with a track. */
export default function ActionsMenu({ track, trigger }: { track: Track; trigger: ReactNode }) {
  const { t } = useTranslation("track");
  const openDialog = useDialogs();
  const trash = useTrash(track);
  return (
    <Menu defaultOpen trigger={trigger}>
      <MenuItem onSelect={() => openDialog("edit")}>
        <PencilLine aria-hidden />
        {t("actions.edit")}
      </MenuItem>
      <MenuItem onSelect={() => openDialog("cover")}>
        <Image aria-hidden />
        {t("actions.cover")}
      </MenuItem>
      <MenuItem onSelect={() => openDialog("collect")}>
        <FolderPlus aria-hidden />
        {t("actions.collect")}
      </MenuItem>
      <MenuLine />
      <MenuItem asChild>
        <Link to="/create" search={{ like: track.id }}>
          <Sparkles aria-hidden />
          {t("actions.like")}
        </Link>
      </MenuItem>
      {track.links.audio && (
        <MenuItem asChild>
          <Link to="/loops" search={{ track: track.id }}>
            <Repeat aria-hidden />
            {t("actions.loop")}
          </Link>
        </MenuItem>
      )}
      <MenuItem disabled={!track.links.audio} onSelect={() => openDialog("export")}>
        <Package aria-hidden />
        {t("actions.export")}
      </MenuItem>
      {!track.deleted_at && (
        <>
          <MenuLine />
          <MenuItem danger onSelect={() => trash.mutate()}>
            <Trash2 aria-hidden />
            {t("actions.trash")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
