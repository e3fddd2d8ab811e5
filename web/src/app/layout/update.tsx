import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { say } from "@/lib/toasts";
import { useRegisterSW } from "virtual:pwa-register/react";

/** Says when a newer version of the studio waits; nothing is reloaded unasked. */
export default function UpdateNotice() {
  const { t } = useTranslation();
  const {
    needRefresh: [waits],
    updateServiceWorker,
  } = useRegisterSW();
  useEffect(() => {
    if (!waits) return;
    say((toast) =>
      toast(t("update.message"), {
        id: "update",
        duration: Infinity,
        action: { label: t("update.action"), onClick: () => void updateServiceWorker(true) },
      }),
    );
  }, [waits, t, updateServiceWorker]);
  return null;
}
