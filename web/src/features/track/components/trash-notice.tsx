import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import type { Track } from "@/lib/api/client";
import { useRestore } from "../api/use-trash";

/** Said on top of a track that lies in the trash. */
export function TrashNotice({ track }: { track: Track }) {
  const { t } = useTranslation("track");
  const restore = useRestore(track);
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-xl bg-warn-soft px-4 py-3 text-sm"
    >
      <Trash2 aria-hidden className="size-5 shrink-0 text-warn" />
      <p className="min-w-0 grow">{t("trash.notice")}</p>
      <Button size="small" busy={restore.isPending} onClick={() => restore.mutate()}>
        {t("trash.restore")}
      </Button>
    </div>
  );
}
