import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/ui/dialog";
import { LicenceText } from "./licence-text";

interface LicenceDialogProps {
  id: string;
  /** What the model or the bundle is called. */
  name: string;
  /** The licence's own name; a bundle has several, in its text. */
  licence?: string;
  onClose: () => void;
}

/** The licence of sounds or weights, with the names of their makers. */
export function LicenceDialog({ id, name, licence, onClose }: LicenceDialogProps) {
  const { t } = useTranslation("models");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("licence.title", { name })}
      description={licence}
      className="max-w-2xl"
    >
      <LicenceText id={id} label={t("licence.text")} className="max-h-[55dvh]" />
    </Dialog>
  );
}
