import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/surface";
import type { Job } from "@/lib/api/client";
import { underWay } from "../model/groups";
import { BatchCard } from "./batch";
import { JobRow } from "./job-row";
import { Waiting } from "./waiting";

interface ActiveSectionsProps {
  running: readonly Job[];
  queued: readonly Job[];
  /** Some are left out by a filter, so the order of the rest can't be changed here. */
  narrowed: boolean;
}

/** What runs, the batches that are under way, and what waits. */
export function ActiveSections({ running, queued, narrowed }: ActiveSectionsProps) {
  const { t } = useTranslation("jobs");
  const { batches, waiting, single } = underWay(running, queued);
  return (
    <>
      {(single.length > 0 || batches.length > 0) && (
        <section aria-labelledby="jobs-running">
          <h2 id="jobs-running" className="mb-2 text-base font-semibold">
            {t("running")}
          </h2>
          <Card className="divide-y py-1.5 sm:py-2">
            {batches.map(([batchId, jobs]) => (
              <BatchCard key={batchId} batchId={batchId} jobs={jobs} />
            ))}
            {single.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </Card>
        </section>
      )}
      {queued.length > 0 && (
        <section aria-labelledby="jobs-waiting">
          <h2 id="jobs-waiting" className="mb-2 text-base font-semibold">
            {t("waitingCount", { count: queued.length })}
          </h2>
          <Card className="py-1.5 sm:py-2">
            {waiting.map(([batchId, jobs]) => (
              <BatchCard key={batchId} batchId={batchId} jobs={jobs} />
            ))}
            {narrowed ? (
              queued.map((job) => <JobRow key={job.id} job={job} />)
            ) : (
              <Waiting jobs={queued} />
            )}
          </Card>
        </section>
      )}
    </>
  );
}
