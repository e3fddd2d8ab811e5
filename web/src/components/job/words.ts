import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Job } from "@/lib/api/client";
import { span } from "@/lib/format";

const STAGES = [
  "loading_model",
  "preparing_prompt",
  "generating_audio",
  "mastering",
  "exporting",
  "analyzing",
  "rendering",
  "downloading",
] as const;

interface JobWords {
  /** What it does now, or how it ended. */
  state: string;
  /** The time left, or how far it is; empty when nobody knows. */
  left: string;
}

/** How a job stands, in the page's language. */
export function useJobWords(job: Job): JobWords {
  const { t, i18n } = useTranslation("shared");
  return { state: stateOf(job, t), left: leftOf(job, t, i18n.language) };
}

function stateOf(job: Job, t: TFunction<"shared">): string {
  if (job.status === "running") {
    if (job.cancel_requested) return t("job.stopping");
    const stage = STAGES.find((one) => one === job.stage);
    return stage ? t(`job.stage.${stage}`) : t("job.starting");
  }
  if (job.status === "queued") {
    const place = job.queue_position;
    if (job.not_before && new Date(job.not_before).getTime() > Date.now())
      return t("job.scheduled");
    return place === null || place === 1 ? t("job.next") : t("job.waiting", { place });
  }
  return t(`job.ended.${job.status}`);
}

function leftOf(job: Job, t: TFunction<"shared">, language: string): string {
  if (job.eta_seconds !== null && job.eta_seconds !== undefined) {
    const time = span(job.eta_seconds, language);
    return job.status === "queued" ? t("job.readyIn", { time }) : t("job.left", { time });
  }
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  return job.status === "running" ? percent.format(job.progress / 100) : "";
}
