import { Pause } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import type { Job } from "@/lib/api/client";
import { bytes, span } from "@/lib/format";
import { usePause } from "../api/use-install";
import { useRate } from "../api/use-rate";
import { type Model, shareOf } from "../model/assets";
import { useNames } from "./use-names";

interface DownloadProgressProps {
  model: Model;
  /** Null for the moment until it is known. */
  job: Job | null;
}

/** How far a download is, how fast it goes and how long it takes; it can be paused. */
export function DownloadProgress({ model, job }: DownloadProgressProps) {
  const { t, i18n } = useTranslation("models");
  const names = useNames();
  const pause = usePause();
  const turn = job ? shareOf(job, model.id) : 0;
  const share = Math.max(0, turn);
  const done = share * model.total_bytes;
  const rate = useRate(done);
  const waits = job?.status !== "running" || turn <= 0;
  const left = rate === null ? null : (model.total_bytes - done) / rate;
  const size = (value: number) => bytes(value, i18n.language);
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap justify-between gap-x-3 text-[0.8125rem]">
          <span className="tabular">
            {waits
              ? t(
                  job?.status === "running" && turn === 0
                    ? "progress.starting"
                    : "progress.waiting",
                )
              : t("progress.amount", { done: size(done), whole: size(model.total_bytes) })}
          </span>
          <span className="tabular text-ink-soft">
            {!waits && rate !== null && t("progress.rate", { rate: size(rate) })}
            {!waits &&
              left !== null &&
              ` · ${t("progress.left", { time: span(left, i18n.language) })}`}
          </span>
        </p>
        <Progress
          className="mt-1.5"
          value={job ? Math.round(share * 1000) / 10 : null}
          label={t("progress.label", { name: names.title(model) })}
        />
      </div>
      <IconButton
        label={t("progress.pause", { name: names.title(model) })}
        look="plain"
        busy={pause.isPending}
        onClick={() => pause.mutate(model.id)}
      >
        {!pause.isPending && <Pause aria-hidden />}
      </IconButton>
    </div>
  );
}
