import { Link } from "@tanstack/react-router";
import { ListTodo } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Empty, Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { useActiveJobs } from "@/lib/jobs/active";
import { useFinished } from "../api/use-finished";
import { clearedUpTo, clearUpTo } from "../model/cleared";
import { grouped, underWay } from "../model/groups";
import { BatchCard } from "./batch";
import { Finished } from "./finished-said";
import { JobRow } from "./job-row";
import { QueueNotice, QueueSwitch } from "./queue-switch";
import { Waiting } from "./waiting";

const SHOWN = 12;

/** What runs, what waits, and what is ready, beside any page. */
export default function JobsDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("jobs");
  const active = useActiveJobs();
  const finished = useFinished({});
  const [cleared, setCleared] = useState(clearedUpTo);
  const ended = finished.jobs.filter((job) => (job.finished_at ?? "") > cleared).slice(0, SHOWN);
  const { running, queued } = active;
  const { batches, waiting, single } = underWay(running, queued);
  const nothing = !running.length && !queued.length && !ended.length;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      place="right"
      title={t("title")}
      footer={
        <>
          <QueueSwitch />
          <Button size="small" asChild>
            <Link to="/jobs" onClick={onClose}>
              {t("all")}
            </Link>
          </Button>
        </>
      }
    >
      <Finished />
      <QueueNotice />
      {active.isPending ? (
        <Skeleton className="h-14" />
      ) : active.error ? (
        <Failure error={active.error} onRetry={active.refetch} />
      ) : nothing ? (
        <Empty icon={ListTodo} title={t("empty.title")}>
          {t("empty.drawer")}
        </Empty>
      ) : (
        <div className="grid grid-cols-1 gap-5">
          {running.length > 0 && (
            <Part name={t("running")}>
              {batches.map(([batchId, jobs]) => (
                <BatchCard key={batchId} batchId={batchId} jobs={jobs} compact />
              ))}
              {single.map((job) => (
                <JobRow key={job.id} job={job} compact />
              ))}
            </Part>
          )}
          {queued.length > 0 && (
            <Part name={t("waiting")}>
              {waiting.map(([batchId, jobs]) => (
                <BatchCard key={batchId} batchId={batchId} jobs={jobs} compact />
              ))}
              <Waiting jobs={queued} compact />
            </Part>
          )}
          {ended.length > 0 && (
            <Part
              name={t("finished")}
              action={
                <Button
                  look="quiet"
                  size="small"
                  onClick={() => setCleared(clearUpTo(finished.jobs))}
                >
                  {t("clearView")}
                </Button>
              }
            >
              {grouped(ended).map(({ key, batchId, jobs: [first, ...others] }) =>
                batchId && others.length ? (
                  <BatchCard key={key} batchId={batchId} jobs={[first, ...others]} compact />
                ) : (
                  <JobRow key={key} job={first} compact />
                ),
              )}
            </Part>
          )}
        </div>
      )}
    </Dialog>
  );
}

interface PartProps {
  name: string;
  action?: ReactNode;
  children: ReactNode;
}

function Part({ name, action, children }: PartProps) {
  return (
    <section>
      <div className="flex h-8 items-center justify-between gap-3">
        <h3 className="text-[0.8125rem] font-semibold text-ink-soft">{name}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}
