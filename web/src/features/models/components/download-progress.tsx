import { Pause } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import type { Job } from "@/lib/api/client";
import { bytes, span } from "@/lib/format";
import { usePause } from "../api/use-install";
import { useRate } from "../api/use-rate";

interface DownloadProgressProps {
  /** Of a model, or of a bundle. */
  id: string;
  name: string;
  /** Null for the moment until it is known. */
  job: Job | null;
  /** Bytes that are here, and that there will be; `exact` where that is known to the byte. */
  done: number;
  whole: number;
  exact: boolean;
  /** Its turn in the job comes later. */
  waits: boolean;
}

/** How far a download is, how fast it goes and how long it takes; it can be paused. */
export function DownloadProgress(props: DownloadProgressProps) {
  const { id, name, job, done, whole, exact } = props;
  const { t, i18n } = useTranslation("models");
  const pause = usePause();
  const rate = useRate(done);
  const retried = job?.status === "queued" && job.attempts > 0;
  const waits = props.waits || job?.status !== "running";
  const left = rate === null ? null : (whole - done) / rate;
  const size = (value: number) => bytes(value, i18n.language);
  const here = { done: size(done), whole: size(whole) };
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap justify-between gap-x-3 text-[0.8125rem]">
          <span className="tabular">
            {waits
              ? t(retried ? "progress.again" : "progress.waiting")
              : done
                ? t(exact ? "progress.amount" : "progress.amountAbout", here)
                : t("progress.starting")}
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
          value={job && whole ? Math.round((done / whole) * 1000) / 10 : null}
          label={t("progress.label", { name })}
        />
      </div>
      <IconButton
        label={t("progress.pause", { name })}
        look="plain"
        busy={pause.isPending}
        onClick={() => pause.mutate(id)}
      >
        {!pause.isPending && <Pause aria-hidden />}
      </IconButton>
    </div>
  );
}
