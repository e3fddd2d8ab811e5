import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notifyDone } from "@/components/ui/notify";
import { Failure } from "@/components/ui/states";
import type { Track } from "@/lib/api/client";
import { toProblem } from "@/lib/api/errors";
import { readFresh, saveTrack, showTrack } from "../../api/use-track";
import {
  conflictOf,
  detailsOf,
  differing,
  isDetailsDraft,
  patchOf,
  resolved,
  troublesIn,
  type Details,
} from "../../model/details";
import { keepDraft, readDraft } from "../../model/draft";
import { Conflict, type Choice } from "./conflict";
import { DetailFields } from "./detail-fields";

interface EditFormProps {
  track: Track;
  /** The tag of that version. */
  etag: string;
  onClose: () => void;
}

/** The form, its draft, and the way out when somebody else was quicker. */
export function EditForm({ track, etag, onClose }: EditFormProps) {
  const { t } = useTranslation(["track", "common"]);
  const formId = useId();
  const client = useQueryClient();
  const [base, setBase] = useState({ details: detailsOf(track), etag });
  const [draft] = useState(() => readDraft("draft", track.id, isDetailsDraft));
  const [now, setNow] = useState<Details>(draft?.now ?? base.details);
  const [theirs, setTheirs] = useState<{ details: Details; etag: string } | null>(null);
  const [choice, setChoice] = useState<Choice>({});
  const [tried, setTried] = useState(false);
  const troubles = troublesIn(now);

  const change = (fields: Partial<Details>) => {
    const next = { ...now, ...fields };
    setNow(next);
    keepDraft("draft", track.id, { before: base.details, now: next });
  };
  const close = () => {
    if (!differing(base.details, now).length) keepDraft("draft", track.id, null);
    onClose();
  };
  const save = useMutation({
    mutationFn: ({ before, after, tag }: { before: Details; after: Details; tag: string }) =>
      saveTrack(track.id, patchOf(before, after), tag),
    onSuccess: (saved) => {
      keepDraft("draft", track.id, null);
      if (saved) showTrack(client, saved);
      notifyDone(t("edit.saved"));
      onClose();
    },
    onError: async (error) => {
      if (toProblem(error).code !== "CONFLICT") return;
      const fresh = await readFresh(track.id);
      const details = detailsOf(fresh.track);
      setTheirs({ details, etag: fresh.etag });
      setChoice(conflictOf(base.details, now, details));
      showTrack(client, fresh.track);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(troubles).length) return;
    if (!differing(base.details, now).length) return close();
    save.mutate({ before: base.details, after: now, tag: base.etag });
  };
  const resolve = () => {
    if (!theirs) return;
    const after = resolved(now, theirs.details, choice);
    setNow(after);
    setBase(theirs);
    setTheirs(null);
    save.mutate({ before: theirs.details, after, tag: theirs.etag });
  };
  const conflicted = toProblem(save.error).code === "CONFLICT";
  return (
    <Dialog
      open
      onOpenChange={close}
      title={theirs ? t("conflict.title") : t("edit.title")}
      description={theirs ? t("conflict.text") : undefined}
      className="max-w-2xl"
      footer={
        theirs ? (
          <>
            <Button onClick={() => setTheirs(null)}>{t("common:back")}</Button>
            <Button look="primary" busy={save.isPending} onClick={resolve}>
              {t("conflict.save")}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={close}>{t("common:close")}</Button>
            <Button look="primary" type="submit" form={formId} busy={save.isPending}>
              {t("common:save")}
            </Button>
          </>
        )
      }
    >
      {theirs ? (
        <Conflict mine={now} theirs={theirs.details} choice={choice} onChoose={setChoice} />
      ) : (
        <form id={formId} onSubmit={submit} noValidate className="grid gap-4 sm:grid-cols-2">
          {draft && differing(base.details, draft.now).length > 0 && (
            <div className="col-span-full flex flex-wrap items-center gap-3 rounded-xl bg-info-soft px-4 py-2.5 text-sm">
              <p role="status" className="min-w-0 grow">
                {t("edit.restored")}
              </p>
              <Button
                size="small"
                onClick={() => {
                  setNow(base.details);
                  keepDraft("draft", track.id, null);
                }}
              >
                {t("edit.discard")}
              </Button>
            </div>
          )}
          {save.error && !conflicted && <Failure error={save.error} className="col-span-full" />}
          <DetailFields details={now} troubles={tried ? troubles : {}} onChange={change} />
        </form>
      )}
    </Dialog>
  );
}
