import { Download, Play, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, type ButtonProps } from "@/components/ui/button";
import { useInstall } from "../api/use-install";
import type { Model } from "../model/assets";
import { AcceptDialog } from "./accept-dialog";

const ICONS = { install: Download, resume: Play, reinstall: RotateCcw };

export type DownloadAct = keyof typeof ICONS;

interface DownloadButtonProps extends Pick<ButtonProps, "look" | "size"> {
  /** Of a model, or of a bundle. */
  id: string;
  name: string;
  /** The model, or the parts of the bundle. */
  models: readonly Model[];
  act: DownloadAct;
}

/** Begins a download or goes on with it; where a licence asks for agreement, that comes first. */
export function DownloadButton({ id, name, models, act, ...look }: DownloadButtonProps) {
  const { t } = useTranslation("models");
  const [asks, setAsks] = useState(false);
  const install = useInstall();
  const asking = models.filter(({ accepted }) => !accepted);
  const order = { ids: [id], force: act === "reinstall" };
  const Icon = ICONS[act];
  return (
    <>
      <Button
        {...look}
        busy={install.isPending}
        onClick={() => (asking.length ? setAsks(true) : install.mutate(order))}
        aria-label={t(`actionsOf.${act}`, { name })}
      >
        {!install.isPending && <Icon aria-hidden />}
        {t(`actions.${act}`)}
      </Button>
      {asks && (
        <AcceptDialog
          name={name}
          asking={asking}
          onClose={() => setAsks(false)}
          onAccept={() => {
            setAsks(false);
            install.mutate({ ...order, accept_licence: true });
          }}
        />
      )}
    </>
  );
}
