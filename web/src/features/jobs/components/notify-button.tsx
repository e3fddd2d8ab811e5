import { Bell, BellOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { notifyDone } from "@/components/ui/notify";
import { useNotifications } from "@/lib/jobs/notifications";

/** Tells of finished work also while the studio is out of sight; the browser is asked on a click. */
export function NotifyButton() {
  const { t } = useTranslation("jobs");
  const { permission, wanted, ask, turnOff } = useNotifications();
  if (permission === "unsupported" || permission === "denied") return null;
  const on = permission === "granted" && wanted;
  const Icon = on ? Bell : BellOff;
  const turnOn = async () => {
    if (await ask()) notifyDone(t("notify.done"));
  };
  return (
    <Button size="small" aria-pressed={on} onClick={() => (on ? turnOff() : void turnOn())}>
      <Icon aria-hidden />
      {t("notify.label")}
    </Button>
  );
}
