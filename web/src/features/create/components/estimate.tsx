import { useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/ui/surface";
import { $api } from "@/lib/api/client";
import { span } from "@/lib/format";
import { useCreating } from "../context";
import type { CreateValues } from "../model/form";

/** When it would be there, from what was measured on this machine. */
export function Estimate() {
  const { t, i18n } = useTranslation("create");
  const { outline, refusal } = useCreating();
  const queue = $api.useQuery(
    "get",
    "/api/v1/queue",
    {},
    { enabled: outline?.wait_seconds === null },
  );
  const count = useWatch<CreateValues, "count">({ name: "count" });
  if (refusal && !outline) return null;
  if (!outline) return <Skeleton className="h-5 w-36" />;
  const { eta_seconds: eta, wait_seconds: wait } = outline;
  const time = (seconds: number) => span(seconds, i18n.language);
  return (
    <p className="min-w-0 grow basis-32 text-right text-[0.8125rem] text-ink-soft tabular">
      {eta === null ? t("estimate.unknown") : t("estimate.work", { time: time(eta * count) })}
      {wait === null && queue.data?.paused && (
        <span className="block text-warn">{t("estimate.paused")}</span>
      )}
      {wait !== null && wait >= 1 && (
        <span className="block">{t("estimate.wait", { time: time(wait) })}</span>
      )}
    </p>
  );
}
