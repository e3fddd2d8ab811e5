import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/surface";
import type { Job } from "@/lib/api/client";
import { grouped } from "../model/groups";
import { BatchCard } from "./batch";
import { JobRow } from "./job-row";

interface FinishedListProps {
  jobs: readonly Job[];
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
}

/** How jobs ended, newest first; more come when the end of the list is near. */
export function FinishedList({ jobs, hasMore, loading, onMore }: FinishedListProps) {
  const { t } = useTranslation("jobs");
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current || !hasMore || loading) return undefined;
    const near = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), {
      rootMargin: "400px",
    });
    near.observe(end.current);
    return () => near.disconnect();
  }, [hasMore, loading, onMore]);
  return (
    <section aria-labelledby="jobs-finished">
      <h2 id="jobs-finished" className="mb-2 text-base font-semibold">
        {t("finished")}
      </h2>
      <Card className="py-1.5 sm:py-2">
        <ul className="divide-y">
          {grouped(jobs).map(({ key, batchId, jobs: [first, ...others] }) => (
            <li
              key={key}
              className="[contain-intrinsic-size:auto_3.75rem] [content-visibility:auto]"
            >
              {batchId && others.length ? (
                <BatchCard batchId={batchId} jobs={[first, ...others]} />
              ) : (
                <JobRow job={first} />
              )}
            </li>
          ))}
        </ul>
        <div ref={end} />
        {hasMore && (
          <Button look="quiet" size="small" className="my-2 w-full" busy={loading} onClick={onMore}>
            {t("more")}
          </Button>
        )}
      </Card>
    </section>
  );
}
