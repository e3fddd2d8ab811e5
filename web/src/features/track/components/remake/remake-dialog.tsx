import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/states";
import { api, type Schema } from "@/lib/api/client";
import { useSubmit } from "../../api/use-submit";
import { keepDraft, readDraft } from "../../model/draft";
import {
  changesMusic,
  isRemakeDraft,
  remakeBody,
  UNCHANGED,
  type RemakeBody,
  type RemakeDraft,
} from "../../model/remake";
import type { TrackDialogProps } from "../dialogs/provider";
import { Submitted } from "../submitted";
import { Outcome } from "./outcome";
import { RemakeForm } from "./remake-form";

const SEEDS = 2 ** 31;
const dice = () => Math.floor(Math.random() * SEEDS);

/** The piece once more, with changes; it says beforehand what changes and what stays. */
export default function RemakeDialog({ track, plan, onClose }: TrackDialogProps) {
  const { t } = useTranslation("track");
  const [draft, setDraft] = useState<RemakeDraft>(
    () => readDraft("remake", track.id, isRemakeDraft) ?? UNCHANGED,
  );
  const change = (fields: Partial<RemakeDraft>) => {
    const next = { ...draft, ...fields };
    setDraft(next);
    keepDraft("remake", track.id, next);
  };
  const submit = useSubmit((body: RemakeBody) =>
    api.POST("/api/v1/tracks/{track_id}/remake", {
      params: { path: { track_id: track.id } },
      body: body as Schema<"RemakeIn">,
    }),
  );
  if (!plan) return null;
  const ready = changesMusic(draft);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("remake.title")}
      description={t("remake.text")}
      className="max-w-4xl"
      footer={
        <>
          <Button
            onClick={() => {
              change(UNCHANGED);
              submit.reset();
            }}
          >
            {t("remake.resetAll")}
          </Button>
          <Button
            look={submit.data ? "plain" : "primary"}
            disabled={!ready}
            busy={submit.isPending}
            onClick={() => submit.mutate(remakeBody(draft, dice))}
          >
            {submit.data ? t("remake.another") : t("remake.submit")}
          </Button>
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[1fr_19rem]">
        <RemakeForm track={track} plan={plan} draft={draft} onChange={change} />
        <div className="grid content-start gap-4">
          <Outcome track={track} plan={plan} draft={draft} />
          {submit.error && <Failure error={submit.error} />}
          {submit.data && (
            <Submitted key={submit.data.id} jobId={submit.data.id} onOpenTrack={onClose} />
          )}
        </div>
      </div>
    </Dialog>
  );
}
