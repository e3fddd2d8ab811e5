import { ClipboardCopy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { useHealth, useSystem } from "./api/use-system";
import { Findings } from "./components/findings";
import { LiveChart } from "./components/live-chart";
import { MeanTimes } from "./components/mean-times";
import { Overall } from "./components/overall";
import { ReportDialog } from "./components/report-dialog";
import { Resources } from "./components/resources";
import { Versions } from "./components/versions";
import { lookedAt } from "./model/findings";
import { reportOf } from "./model/report";

/** How the studio and its machine are, and what can be mended. */
export function HealthPage() {
  const { t } = useTranslation("health");
  const system = useSystem();
  const health = useHealth();
  const [report, setReport] = useState<string | null>(null);
  const looked = lookedAt(system.data, health.data);
  const retry = () => {
    void system.refetch();
    void health.refetch();
  };
  const write = () =>
    system.data && setReport(reportOf(system.data, health.data, navigator.userAgent));
  return (
    <Page
      title={t("title")}
      actions={
        <Button onClick={write} disabled={!system.data}>
          <ClipboardCopy aria-hidden />
          {t("report.open")}
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-8">
        {system.error && <Failure error={system.error} onRetry={retry} />}
        {system.data ? (
          <>
            <Overall looked={looked} system={system.data} />
            <Findings looked={looked} system={system.data} />
            <Resources system={system.data} />
            <LiveChart />
            <MeanTimes />
            <Versions system={system.data} />
          </>
        ) : system.error ? (
          health.data && <Findings looked={looked} system={undefined} />
        ) : (
          <Loading />
        )}
      </div>
      {report !== null && <ReportDialog report={report} onClose={() => setReport(null)} />}
    </Page>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className="grid grid-cols-1 gap-8">
      <Skeleton className="h-24 rounded-2xl" />
      <Skeleton className="h-72 rounded-2xl" />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Skeleton className="h-44 rounded-2xl" />
        <Skeleton className="h-44 rounded-2xl" />
        <Skeleton className="h-44 rounded-2xl" />
        <Skeleton className="h-44 rounded-2xl" />
      </div>
    </div>
  );
}
