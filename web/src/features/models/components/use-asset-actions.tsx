import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useInstall, useVerify } from "../api/use-install";
import { ActionMenu } from "./action-menu";
import { LicenceDialog } from "./licence-dialog";
import { RemoveDialog } from "./remove-dialog";
import { Trouble } from "./trouble";
import type { Model } from "../model/assets";

/** What the actions are about: a model, or a bundle with its parts. */
interface Subject {
  id: string;
  name: string;
  /** As its licence is called; a bundle has several. */
  licence?: string;
  models: readonly Model[];
  downloading: boolean;
}

interface AssetActions {
  /** The button of the menu. */
  menu: ReactNode;
  /** What checking has found. */
  verdict: ReactNode;
  /** The windows that are open. */
  dialogs: ReactNode;
  showLicence: () => void;
}

/** What else can be done with sounds or weights: check, install again, licence, remove. */
export function useAssetActions({ id, name, licence, models, downloading }: Subject): AssetActions {
  const { t } = useTranslation("models");
  const [dialog, setDialog] = useState<"licence" | "remove" | null>(null);
  const install = useInstall();
  const verify = useVerify();
  const close = () => setDialog(null);
  const showLicence = () => setDialog("licence");
  const here = models.every(({ bytes }) => bytes > 0);
  const whole = models.every(({ installed }) => installed);
  const some = models.some(({ bytes, partial_bytes }) => bytes + partial_bytes > 0);
  const able = !downloading && here;
  return {
    showLicence,
    menu: (
      <ActionMenu
        name={name}
        busy={verify.isPending}
        onVerify={able ? () => verify.mutate(id) : undefined}
        onReinstall={
          able
            ? () => {
                verify.reset();
                install.mutate({ ids: [id], force: true });
              }
            : undefined
        }
        onLicence={showLicence}
        onRemove={
          !downloading && some
            ? () => {
                verify.reset();
                setDialog("remove");
              }
            : undefined
        }
      />
    ),
    verdict: (
      <>
        {verify.data && !verify.data.whole && <Trouble texts={verify.data.problems} />}
        <p role="status" className="text-sm text-good empty:hidden">
          {verify.isPending
            ? t("verify.running")
            : whole && !downloading && verify.data?.whole && t("verify.whole")}
        </p>
      </>
    ),
    dialogs: (
      <>
        {dialog === "licence" && (
          <LicenceDialog id={id} name={name} {...(licence ? { licence } : {})} onClose={close} />
        )}
        {dialog === "remove" && (
          <RemoveDialog id={id} name={name} models={models} onClose={close} />
        )}
      </>
    ),
  };
}
