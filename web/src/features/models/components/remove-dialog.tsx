import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notifyDone } from "@/components/ui/notify";
import { Failure } from "@/components/ui/states";
import { api } from "@/lib/api/client";
import { bytes } from "@/lib/format";
import { useInstall, useRefreshAssets } from "../api/use-install";
import { bytesHere, type Model } from "../model/assets";

interface RemoveDialogProps {
  /** Of a model, or of a bundle. */
  id: string;
  name: string;
  /** The model, or the parts of the bundle. */
  models: readonly Model[];
  onClose: () => void;
}

/** Asks before anything is removed: it would have to come over the network again. */
export function RemoveDialog({ id, name, models, onClose }: RemoveDialogProps) {
  const { t, i18n } = useTranslation(["models", "common"]);
  const refreshAssets = useRefreshAssets();
  const install = useInstall();
  const partly = models.every((model) => !model.bytes);
  const remove = useMutation({
    mutationFn: () =>
      api.DELETE("/api/v1/models/{model_id}", { params: { path: { model_id: id } } }),
    onSuccess: ({ data }) => {
      const freed = bytes(data?.freed_bytes ?? 0, i18n.language);
      notifyDone(t("remove.done", { name, freed }), () => install.mutate({ ids: [id] }));
      onClose();
    },
    onSettled: refreshAssets,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("remove.title", { name })}
      footer={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t("remove.confirm")}
          </Button>
        </>
      }
    >
      <p>
        {t(partly ? "remove.partly" : "remove.whole", {
          size: bytes(bytesHere(models), i18n.language),
        })}
      </p>
      {models.some(({ recommended }) => recommended) && !partly && (
        <p className="mt-2 text-ink-soft">{t("remove.recommended")}</p>
      )}
      {remove.error && <Failure error={remove.error} className="mt-4" />}
    </Dialog>
  );
}
