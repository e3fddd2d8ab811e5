import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, EllipsisVertical } from "lucide-react";
import { useTranslation } from "react-i18next";
import { SortableList } from "@/components/sortable/sortable-list";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { Job } from "@/lib/api/client";
import { jobCount, jobKind, jobWords } from "@/lib/jobs/describe";
import { useJobActions } from "../api/use-job-actions";
import { byLane } from "../model/groups";
import { JobRow } from "./job-row";

interface WaitingProps {
  jobs: readonly Job[];
  compact?: boolean;
}

/** What waits, in its order, which can be changed by dragging, by arrow keys and by a menu. */
export function Waiting({ jobs, compact }: WaitingProps) {
  const { t } = useTranslation("jobs");
  const lanes = byLane(jobs);
  return lanes.map(([lane, waiting]) => (
    <div key={lane}>
      {lanes.length > 1 && (
        <p className="mt-2 text-xs font-medium text-ink-soft">{t("lane", { name: lane })}</p>
      )}
      <Lane jobs={waiting} compact={compact} />
    </div>
  ));
}

function Lane({ jobs, compact }: { jobs: Job[]; compact?: boolean }) {
  const { t } = useTranslation("jobs");
  const { t: shared } = useTranslation("shared");
  const { move } = useJobActions();
  const nameOf = (job: Job) =>
    jobWords(job) || shared(`job.kind.${jobKind(job)}`, { count: jobCount(job) });
  const go = (from: number, to: number) => move({ jobs, from, to });
  return (
    <SortableList
      items={jobs.map((job) => ({ key: job.id, job }))}
      label={t("waiting")}
      nameOf={({ job }) => nameOf(job)}
      onMove={go}
    >
      {({ job }, place, handle) => (
        <JobRow
          job={job}
          compact={compact}
          handle={<span className="-mr-2 -ml-1.5">{handle}</span>}
          menu={
            jobs.length > 1 && (
              <PlaceMenu
                name={nameOf(job)}
                place={place}
                last={jobs.length - 1}
                onMove={(to) => go(place, to)}
              />
            )
          }
        />
      )}
    </SortableList>
  );
}

interface PlaceMenuProps {
  name: string;
  place: number;
  last: number;
  onMove: (to: number) => void;
}

function PlaceMenu({ name, place, last, onMove }: PlaceMenuProps) {
  const { t } = useTranslation("jobs");
  const first = place === 0;
  const end = place === last;
  return (
    <Menu
      trigger={
        <Button look="quiet" size="smallIcon" aria-label={t("place.menu", { name })}>
          <EllipsisVertical aria-hidden />
        </Button>
      }
    >
      <MenuItem disabled={first} onSelect={() => onMove(0)}>
        <ArrowUpToLine aria-hidden />
        {t("place.front")}
      </MenuItem>
      <MenuItem disabled={first} onSelect={() => onMove(place - 1)}>
        <ArrowUp aria-hidden />
        {t("place.up")}
      </MenuItem>
      <MenuItem disabled={end} onSelect={() => onMove(place + 1)}>
        <ArrowDown aria-hidden />
        {t("place.down")}
      </MenuItem>
      <MenuItem disabled={end} onSelect={() => onMove(last)}>
        <ArrowDownToLine aria-hidden />
        {t("place.back")}
      </MenuItem>
    </Menu>
  );
}
