import { useTranslation } from "react-i18next";
import { Failure } from "@/components/ui/states";
import { Card, Skeleton } from "@/components/ui/surface";
import { $api, type Schema } from "@/lib/api/client";
import { bytes, span } from "@/lib/format";
import { ScrollTable } from "./scroll-table";

type MeanTime = Schema<"MeanTimeOut">;
const KINDS = ["generate", "loop", "master", "export", "download", "prepare"] as const;

/** What jobs took here: the estimates are made from it. */
export function MeanTimes() {
  const { t } = useTranslation("health");
  const { data, error, refetch } = $api.useQuery("get", "/api/v1/jobs/stats");
  const row = useRow();
  return (
    <section aria-labelledby="times">
      <h2 id="times" className="text-lg font-semibold">
        {t("times.title")}
      </h2>
      <p className="mb-3 text-sm text-ink-soft">{t("times.about")}</p>
      <Card>
        {error ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton className="h-20" />
        ) : data.mean_times.length ? (
          <ScrollTable
            label={t("times.table")}
            heads={[
              t("times.work"),
              t("times.runs"),
              t("times.mean"),
              t("times.wait"),
              t("times.speed"),
              t("times.device"),
            ]}
            rows={data.mean_times.map(row)}
          />
        ) : (
          <p className="text-sm text-ink-soft">{t("times.none")}</p>
        )}
      </Card>
    </section>
  );
}

function useRow() {
  const { t, i18n } = useTranslation("health");
  const short = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 2 });
  const time = (seconds: number) =>
    seconds < 10
      ? new Intl.NumberFormat(i18n.language, {
          style: "unit",
          unit: "second",
          maximumFractionDigits: 1,
        }).format(seconds)
      : span(seconds, i18n.language);
  const speed = ({ kind, seconds_per_unit: each }: MeanTime) => {
    if (!(each > 0)) return "–";
    if (kind === "download") return t("times.bytes", { size: bytes(1e6 / each, i18n.language) });
    return kind === "generate" ? t("times.factor", { factor: short.format(1 / each) }) : "–";
  };
  return (mean: MeanTime) => {
    const kind = KINDS.find((one) => one === mean.kind);
    const name = kind ? t(`times.kinds.${kind}`) : mean.kind;
    return {
      key: `${mean.kind} ${mean.engine} ${mean.device}`,
      cells: [
        mean.engine ? `${name} (${mean.engine})` : name,
        mean.runs,
        time(mean.mean_seconds),
        time(mean.mean_wait_seconds),
        speed(mean),
        mean.device,
      ],
    };
  };
}
