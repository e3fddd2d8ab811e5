import i18next from "i18next";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { inSentences, tell } from "@/lib/api/use-problem";

interface NameDialogProps {
  title: string;
  /** What it is called now. */
  name: string;
  /** Throws what the server refuses. */
  onSubmit: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for the name of a collection. */
export default function NameDialog({ title, name, onSubmit, onClose }: NameDialogProps) {
  const { t } = useTranslation(["library", "common"]);
  const formId = useId();
  const [text, setText] = useState(name);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    setBusy(true);
    try {
      await onSubmit(text.trim());
      onClose();
    } catch (refused) {
      const problem = tell(refused, i18next.t);
      setError(problem.code === "CONFLICT" ? t("collection.taken") : inSentences(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      footer={
        <Button type="submit" form={formId} look="primary" busy={busy} disabled={!text.trim()}>
          {t("common:save")}
        </Button>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)}>
        <Field label={t("collection.name")} error={error || undefined}>
          {(control) => (
            <Input
              {...control}
              value={text}
              maxLength={300}
              autoComplete="off"
              onChange={(event) => {
                setText(event.target.value);
                setError("");
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
