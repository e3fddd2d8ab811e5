import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { readFresh } from "../../api/use-track";
import { EditForm } from "./edit-form";
import type { TrackDialogProps } from "./provider";

/** All that people may write about a track. */
export default function EditDialog({ track, onClose }: TrackDialogProps) {
  const { t } = useTranslation("track");
  const fresh = useQuery({
    queryKey: ["track-to-edit", track.id],
    queryFn: () => readFresh(track.id),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (fresh.data) return <EditForm {...fresh.data} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose} title={t("edit.title")} className="max-w-2xl">
      {fresh.error ? (
        <Failure error={fresh.error} onRetry={() => void fresh.refetch()} />
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          {Array.from({ length: 8 }, (_, field) => (
            <Skeleton key={field} className="h-16" />
          ))}
        </div>
      )}
    </Dialog>
  );
}
