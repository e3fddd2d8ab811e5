import { create } from "zustand";
import { later } from "@/components/ui/later";
import type { Track } from "@/lib/api/client";

const BatchDialog = later(() => import("@/components/batch-form/batch-dialog"), {
  trouble: "above",
});
const CollectDialog = later(() => import("./collect-dialog"), { trouble: "above" });
const ExportDialog = later(() => import("./export-dialog"), { trouble: "above" });

export type TrackDialog = "edit" | "collect" | "export";

interface DialogsState {
  open: TrackDialog | null;
  tracks: readonly Track[];
}

const useDialogs = create<DialogsState>()(() => ({ open: null, tracks: [] }));

/** Opens one of the dialogs of `TrackDialogs` for these tracks. */
export function openTrackDialog(open: TrackDialog, tracks: readonly Track[]): void {
  if (tracks.length) useDialogs.setState({ open, tracks });
}

const close = () => useDialogs.setState({ open: null });

/** The dialogs that menus of tracks open; once on each page that has such menus. */
export function TrackDialogs() {
  const { open, tracks } = useDialogs();
  return (
    <>
      {open === "edit" && <BatchDialog tracks={tracks} onClose={close} />}
      {open === "collect" && <CollectDialog tracks={tracks} onClose={close} />}
      {open === "export" && <ExportDialog tracks={tracks} onClose={close} />}
    </>
  );
}
