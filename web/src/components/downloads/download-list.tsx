import {
  CircleAlert,
  CircleCheck,
  Clock,
  Download as DownloadIcon,
  RotateCcw,
  X,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { inSentences, useProblem } from "@/lib/api/use-problem";
import { type Download, isOver, useDownloads } from "@/lib/downloads/store";
import { bytes } from "@/lib/format";

/** The files, newest first, with what can be done about each. */
export default function DownloadList() {
  const { t } = useTranslation("shared");
  const items = useDownloads((state) => state.items);
  const { clear } = useDownloads.getState();
  return (
    <section aria-label={t("downloads.title")}>
      <div className="flex h-12 items-center justify-between gap-3 border-b pr-2 pl-4">
        <h2 className="text-sm font-semibold">{t("downloads.title")}</h2>
        {items.some(isOver) && (
          <Button look="quiet" size="small" onClick={clear}>
            {t("downloads.clear")}
          </Button>
        )}
      </div>
      <ul className="max-h-[min(60dvh,26rem)] divide-y overflow-y-auto">
        {items.map((item) => (
          <li key={item.id} className="flex items-start gap-3 py-2.5 pr-2 pl-4">
            <StateIcon item={item} />
            <div className="min-w-0 grow">
              <p className="truncate text-sm font-medium" title={item.name}>
                {item.name}
              </p>
              <State item={item} />
            </div>
            <Actions item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function StateIcon({ item }: { item: Download }) {
  const place = "mt-0.5 size-4.5 shrink-0";
  if (item.state === "failed") return <CircleAlert aria-hidden className={`${place} text-bad`} />;
  if (item.state === "saved") return <CircleCheck aria-hidden className={`${place} text-good`} />;
  if (item.state === "waiting") return <Clock aria-hidden className={`${place} text-ink-soft`} />;
  return <DownloadIcon aria-hidden className={`${place} text-ink-soft`} />;
}

function State({ item }: { item: Download }) {
  const { t, i18n } = useTranslation("shared");
  const { state, receivedBytes, totalBytes, name } = item;
  const received = bytes(receivedBytes, i18n.language);
  if (state === "failed") return <Trouble error={item.error} />;
  if (state !== "fetching") {
    const size = state === "saved" && totalBytes !== null ? bytes(totalBytes, i18n.language) : "";
    return (
      <p className="text-[0.8125rem] text-ink-soft">
        {t(`downloads.state.${state}`)}
        {size && ` · ${size}`}
      </p>
    );
  }
  return (
    <>
      <p className="tabular text-[0.8125rem] text-ink-soft">
        {totalBytes === null
          ? received
          : t("downloads.of", { received, total: bytes(totalBytes, i18n.language) })}
      </p>
      <Progress
        className="mt-1"
        value={totalBytes === null ? null : (receivedBytes / totalBytes) * 100}
        label={t("downloads.progress", { name })}
      />
    </>
  );
}

function Trouble({ error }: { error: unknown }) {
  const problem = useProblem(error);
  return <p className="text-[0.8125rem] break-words text-bad">{inSentences(problem)}</p>;
}

function Actions({ item }: { item: Download }) {
  const { t } = useTranslation("shared");
  const { again, cancel, remove, retry } = useDownloads.getState();
  const { id, name, state } = item;
  if (!isOver(item)) {
    return (
      <IconButton
        label={t("downloads.cancel", { name })}
        size="smallIcon"
        onClick={() => cancel(id)}
      >
        <X aria-hidden />
      </IconButton>
    );
  }
  const kept = state === "saved" || state === "handed";
  return (
    <div className="flex shrink-0">
      <IconButton
        label={kept ? t("downloads.again", { name }) : t("downloads.retry", { name })}
        size="smallIcon"
        onClick={() => (kept ? again(id) : retry(id))}
      >
        {kept ? <DownloadIcon aria-hidden /> : <RotateCcw aria-hidden />}
      </IconButton>
      <IconButton
        label={t("downloads.remove", { name })}
        size="smallIcon"
        onClick={() => remove(id)}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
