import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";
import type { Track } from "@/lib/api/client";
import type { PlanView } from "../../model/plan";
import { OpenDialog, type DialogName } from "./use-dialogs";

/** What each of the track's own dialogs is given. */
export interface TrackDialogProps {
  track: Track;
  plan: PlanView | null;
  onClose: () => void;
}

const RemakeDialog = lazy(() => import("../remake/remake-dialog"));
const LoopDialog = lazy(() => import("./loop-dialog"));
const EditDialog = lazy(() => import("./edit-dialog"));
const CoverDialog = lazy(() => import("./cover-dialog"));
const CollectDialog = lazy(() => import("@/components/track-actions/collect-dialog"));
const ExportDialog = lazy(() => import("@/components/track-actions/export-dialog"));

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
      <Suspense fallback={null}>
        {open === "remake" && <RemakeDialog {...own} />}
        {open === "loop" && <LoopDialog {...own} />}
        {open === "edit" && <EditDialog {...own} />}
        {open === "cover" && <CoverDialog {...own} />}
        {open === "collect" && <CollectDialog tracks={tracks} onClose={onClose} />}
        {open === "export" && <ExportDialog tracks={tracks} onClose={onClose} />}
      </Suspense>
    </OpenDialog>
  );
}
