import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notifyDone, notifyFailure } from "@/components/ui/notify";
import { Failure } from "@/components/ui/states";
import { $api, type Track } from "@/lib/api/client";
import { editTracks, takeBack } from "@/lib/tracks/batches";
import { putTracks, refreshChanged } from "@/lib/tracks/cache";
import { BatchForm } from "./batch-form";
import { Changes } from "./changes";
import { editOf, fieldsOf, isEmpty, isValid } from "./draft";
import { useStoredDraft } from "./stored-draft";

interface BatchDialogProps {
  tracks: readonly Track[];
  onClose: () => void;
}

/** Changes the metadata of one or many tracks, after a look at what would change. */
export default function BatchDialog({ tracks, onClose }: BatchDialogProps) {
  const { t } = useTranslation(["shared", "common"]);
  const formId = useId();
  const client = useQueryClient();
  const [draft, setDraft, forget] = useStoredDraft(tracks);
  const [looking, setLooking] = useState(false);
  const facets = $api.useQuery("get", "/api/v1/tracks/facets");
  const ids = tracks.map((track) => track.id);
  const preview = useMutation({
    mutationFn: () => editTracks(ids, editOf(draft), true),
    onSuccess: () => setLooking(true),
  });
  const apply = useMutation({
    mutationFn: () => editTracks(ids, editOf(draft)),
    onSuccess: async ({ changes, items }) => {
      putTracks(client, items);
      forget();
      onClose();
      const fields = fieldsOf(draft);
      const undo = async () => {
        try {
          putTracks(client, await takeBack(changes));
        } catch (error) {
          notifyFailure(error);
        }
        await refreshChanged(client, fields);
      };
      notifyDone(t("batchForm.done", { count: changes.length }), () => void undo());
      await refreshChanged(client, fields);
    },
  });
  const ready = !isEmpty(draft) && isValid(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) apply.mutate();
  };
  const error = apply.error ?? preview.error;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      className="max-w-2xl"
      title={looking ? t("batchForm.previewTitle") : t("batchForm.title")}
      description={
        tracks.length === 1 ? tracks[0]?.title : t("batchForm.which", { count: tracks.length })
      }
      footer={
        <>
          {looking ? (
            <Button onClick={() => setLooking(false)}>{t("common:back")}</Button>
          ) : (
            <Button disabled={!ready} busy={preview.isPending} onClick={() => preview.mutate()}>
              {t("batchForm.preview")}
            </Button>
          )}
          <Button
            type="submit"
            form={formId}
            look="primary"
            disabled={!ready || (looking && !preview.data?.changes.length)}
            busy={apply.isPending}
          >
            {tracks.length === 1
              ? t("common:save")
              : t("batchForm.apply", { count: tracks.length })}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="grid gap-4">
        {error ? <Failure error={error} /> : null}
        {looking ? (
          <Changes changes={preview.data?.changes ?? []} />
        ) : (
          <BatchForm tracks={tracks} draft={draft} onDraft={setDraft} facets={facets.data} />
        )}
      </form>
    </Dialog>
  );
}
