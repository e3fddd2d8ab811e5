import { useMemo, useState, type ReactNode } from "react";
import { later } from "@/components/ui/later";
import type { Track } from "@/lib/api/client";
import type { PlanView } from "../../model/plan";
import { OpenDialog, type DialogName } from "./use-dialogs";

/** What each of the track's own dialogs is given. */
export interface TrackDialogProps {
  track: Track;
  plan: PlanView | null;
  onClose: () => void;
}

const RemakeDialog = later(() => import("../remake/remake-dialog"), { trouble: "above" });
const EditDialog = later(() => import("./edit-dialog"), { trouble: "above" });
const CoverDialog = later(() => import("./cover-dialog"), { trouble: "above" });
const CollectDialog = later(() => import("@/components/track-actions/collect-dialog"), {
  trouble: "above",
});
const ExportDialog = later(() => import("@/components/track-actions/export-dialog"), {
  trouble: "above",
});

interface DialogsProviderProps {
  track: Track;
  plan: PlanView | null;
  children: ReactNode;
}

/** The track's dialogs, one at a time; each is fetched when it is first opened. */
export function DialogsProvider({ track, plan, children }: DialogsProviderProps) {
  const [open, setOpen] = useState<DialogName | null>(null);
  const tracks = useMemo(() => [track], [track]);
  const onClose = () => setOpen(null);
  const own = { track, plan, onClose };
  return (
    <OpenDialog value={setOpen}>
      {children}
      {open === "remake" && <RemakeDialog {...own} />}
      {open === "edit" && <EditDialog {...own} />}
      {open === "cover" && <CoverDialog {...own} />}
      {open === "collect" && <CollectDialog tracks={tracks} onClose={onClose} />}
      {open === "export" && <ExportDialog tracks={tracks} onClose={onClose} />}
    </OpenDialog>
  );
}
