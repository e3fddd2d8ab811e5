import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

interface PurgeDialogProps {
  /** How many. */
  count: number;
  /** The title of a single one. */
  title: string | undefined;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before files are deleted: there is no way back from that. */
export default function PurgeDialog({ count, title, busy, onConfirm, onClose }: PurgeDialogProps) {
  const { t } = useTranslation(["library", "common"]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("trash.confirm")}
      footer={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button look="danger" busy={busy} onClick={onConfirm}>
            {t("trash.purge")}
          </Button>
        </>
      }
    >
      <p>
        {count === 1 && title
          ? t("trash.confirmOne", { title })
          : t("trash.confirmMany", { count })}
      </p>
      <p className="mt-1 text-ink-soft">{t("trash.final")}</p>
    </Dialog>
  );
}
