import { DropdownMenu as Radix } from "radix-ui";
import { useTranslation } from "react-i18next";
import { TrackMenuItems } from "@/components/track-actions/track-menu-items";
import { removeFromCollection } from "@/components/track-actions/collections";
import { MenuItem } from "@/components/ui/menu";
import { useQueryClient } from "@tanstack/react-query";
import { FolderMinus, ListChecks, Trash2 } from "lucide-react";
import type { Schema, Track } from "@/lib/api/client";
import { useSelection } from "../../model/selection";
import { useOpenedMenu } from "./opened-menu";

interface RowMenuProps {
  collection: Schema<"CollectionOut"> | undefined;
  onPurge: (track: Track) => void;
}

/** The one menu of all rows: a thousand rows needn't have a thousand menus. */
export default function RowMenu({ collection, onPurge }: RowMenuProps) {
  const { t } = useTranslation("library");
  const client = useQueryClient();
  const { opened, back } = useOpenedMenu();
  const close = () => useOpenedMenu.setState({ opened: null });
  const track = opened?.track;
  return (
    <Radix.Root open={opened !== null} onOpenChange={(open) => !open && close()}>
      <Radix.Trigger asChild>
        <span
          aria-hidden
          tabIndex={-1}
          className="pointer-events-none fixed size-0"
          style={{ left: opened?.x ?? 0, top: opened?.y ?? 0 }}
        />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          collisionPadding={8}
          aria-label={track?.title}
          tabIndex={0} // where it is taller than the window, it scrolls
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            back?.focus({ preventScroll: true });
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-56 animate-rise overflow-y-auto rounded-xl border bg-surface p-1.5 shadow-xl"
        >
          {opened && track && (
            <TrackMenuItems track={track} onPlay={opened.play}>
              {collection && (
                <MenuItem onSelect={() => void removeFromCollection(client, collection, [track])}>
                  <FolderMinus aria-hidden />
                  {t("row.takeOut")}
                </MenuItem>
              )}
              <MenuItem onSelect={() => useSelection.getState().toggle(track.id)}>
                <ListChecks aria-hidden />
                {t("row.select")}
              </MenuItem>
              {track.deleted_at && (
                <MenuItem danger onSelect={() => onPurge(track)}>
                  <Trash2 aria-hidden />
                  {t("trash.purge")}
                </MenuItem>
              )}
            </TrackMenuItems>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
