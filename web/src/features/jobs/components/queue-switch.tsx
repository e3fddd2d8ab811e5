import { CirclePause, Play, UserRoundX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { useQueue } from "../api/use-queue";

/** Starts no more jobs, or starts them again. */
export function QueueSwitch() {
  const { t } = useTranslation("jobs");
  const { paused, setPaused } = useQueue();
  const Icon = paused ? Play : CirclePause;
  return (
    <Button size="small" onClick={() => setPaused(!paused)}>
      <Icon aria-hidden />
      {paused ? t("queue.resume") : t("queue.pause")}
    </Button>
  );
}

/** Why nothing begins, where that is so. */
export function QueueNotice() {
  const { t } = useTranslation("jobs");
  const { paused, unattended } = useQueue();
  const said = paused ? t("queue.paused") : unattended ? t("queue.unattended") : "";
  const Icon = paused ? CirclePause : UserRoundX;
  return (
    <div role="status">
      {said && (
        <p className="mb-4 flex items-start gap-2.5 rounded-xl bg-warn-soft px-4 py-3 text-sm text-warn">
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          {said}
        </p>
      )}
    </div>
  );
}
