import { Check, Download } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { installAsApp, useInstallOffer } from "@/lib/install/prompt";
import { useNotifications } from "@/lib/jobs/notifications";
import { Row, Section } from "./section";

/** What the studio may do in this browser beyond its page. */
export function ThisBrowser() {
  const { t } = useTranslation("settings");
  return (
    <Section id="browser" title={t("browser.title")} about={t("browser.about")}>
      <Notifications />
      <Install />
    </Section>
  );
}

function Notifications() {
  const { t } = useTranslation("settings");
  const id = useId();
  const { permission, wanted, ask, turnOff } = useNotifications();
  const on = permission === "granted" && wanted;
  const refused = permission === "denied" || permission === "unsupported";
  return (
    <Row
      place="beside"
      label={t("browser.notifications")}
      htmlFor={id}
      description={
        <>
          {t("browser.notificationsAbout")}
          {refused && (
            <strong className="mt-1 block font-medium text-warn">
              {t(`browser.refused.${permission}`)}
            </strong>
          )}
        </>
      }
      descriptionId={`${id}-d`}
    >
      <Switch
        id={id}
        aria-describedby={`${id}-d`}
        checked={on}
        disabled={refused}
        onCheckedChange={(next) => (next ? void ask() : turnOff())}
      />
    </Row>
  );
}

function Install() {
  const { t } = useTranslation(["settings", "common"]);
  const { offer, installed } = useInstallOffer();
  return (
    <Row
      place={offer || installed ? "beside" : "fit"}
      label={t("common:install")}
      description={offer || installed ? t("browser.installAbout") : t("browser.installByMenu")}
    >
      {installed ? (
        <span className="inline-flex items-center gap-1.5 text-sm text-good">
          <Check aria-hidden className="size-4" />
          {t("browser.installed")}
        </span>
      ) : (
        offer && (
          <Button onClick={() => void installAsApp()}>
            <Download aria-hidden />
            {t("browser.install")}
          </Button>
        )
      )}
    </Row>
  );
}
