import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Model } from "../model/assets";
import { LicenceText } from "./licence-text";
import { useNames } from "./use-names";

interface AcceptDialogProps {
  /** What is to be downloaded. */
  name: string;
  /** The models whose licence asks for agreement. */
  asking: readonly Model[];
  onAccept: () => void;
  onClose: () => void;
}

/** What has to be agreed to before a download: each licence in a sentence, and in full. */
export function AcceptDialog({ name, asking, ...on }: AcceptDialogProps) {
  const { t } = useTranslation(["models", "common"]);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && on.onClose()}
      title={t("accept.title", { name, count: asking.length })}
      description={t("accept.about", { count: asking.length })}
      className="max-w-2xl"
      footer={
        <>
          <Button onClick={on.onClose}>{t("common:cancel")}</Button>
          <Button look="primary" onClick={on.onAccept}>
            {t("accept.confirm")}
          </Button>
        </>
      }
    >
      <ul className="grid gap-3">
        {asking.map((model) => (
          <Terms key={model.id} model={model} />
        ))}
      </ul>
    </Dialog>
  );
}

function Terms({ model }: { model: Model }) {
  const { t } = useTranslation("models");
  const names = useNames();
  const [open, setOpen] = useState(false);
  const name = names.title(model);
  return (
    <li className="rounded-xl border p-4">
      <h3 className="font-semibold">{name}</h3>
      <p className="text-[0.8125rem] break-words text-ink-soft">{model.licence}</p>
      <p className="mt-2">{names.terms(model)}</p>
      <details
        open={open}
        onToggle={(event) => setOpen(event.currentTarget.open)}
        className="group mt-2"
      >
        <summary
          aria-label={t("licence.title", { name })}
          className="inline-flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded text-sm text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden"
        >
          <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
          {t("accept.read")}
        </summary>
        {open && (
          <LicenceText
            id={model.id}
            label={t("licence.title", { name })}
            className="mt-2 max-h-[40dvh]"
          />
        )}
      </details>
    </li>
  );
}
