import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { useRegisterSW } from "virtual:pwa-register/react";

/** Says when a newer version of the studio waits; nothing is reloaded unasked. */
export function UpdateNotice() {
  const { t } = useTranslation();
  const {
    needRefresh: [waits],
    updateServiceWorker,
  } = useRegisterSW();
  useEffect(() => {
    if (!waits) return;
    toast(t("update.message"), {
      id: "update",
      duration: Infinity,
      action: { label: t("update.action"), onClick: () => void updateServiceWorker(true) },
    });
  }, [waits, t, updateServiceWorker]);
  return null;
}
