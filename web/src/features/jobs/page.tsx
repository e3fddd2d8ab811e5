import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ListTodo } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { Empty, Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { useActiveJobs } from "@/lib/jobs/active";
import { fits } from "@/lib/jobs/cache";
import { useFinished } from "./api/use-finished";
import { ActiveSections } from "./components/active-sections";
import { Filters } from "./components/filters";
import { Finished } from "./components/finished-said";
import { FinishedList } from "./components/finished-list";
import { Forgotten } from "./components/forgotten";
import { NotifyButton } from "./components/notify-button";
import { QueueNotice, QueueSwitch } from "./components/queue-switch";
import type { JobsSearch } from "./search";

/** All jobs: what runs, what waits, and how the others ended. */
export function JobsPage() {
  const { t } = useTranslation("jobs");
  const search = useSearch({ from: "/jobs" });
  const navigate = useNavigate({ from: "/jobs" });
  const change = (fields: Partial<JobsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...fields }), replace: true });
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      width="narrow"
      actions={
        <>
          <NotifyButton />
          <QueueSwitch />
        </>
      }
    >
      <Finished />
      <QueueNotice />
      <Filters search={search} onChange={change} />
      <Lists search={search} onClear={() => void navigate({ search: {}, replace: true })} />
    </Page>
  );
}

function Lists({ search, onClear }: { search: JobsSearch; onClear: () => void }) {
  const { status, kind, engine } = search;
  const active = useActiveJobs();
  const finished = useFinished(search);
  const narrowed = { ...(kind && { kind: [kind] }), ...(engine && { engine: [engine] }) };
  const wanted = !status || status === "active";
  const running = wanted ? active.running.filter((job) => fits(job, narrowed)) : [];
  const queued = wanted ? active.queued.filter((job) => fits(job, narrowed)) : [];
  const error = (wanted && active.error) || (finished.data ? null : finished.error);
  if (error) {
    const again = () => {
      active.refetch();
      void finished.refetch();
    };
    return <Failure error={error} onRetry={again} />;
  }
  if ((wanted && active.isPending) || (status !== "active" && finished.isPending)) {
    return <Loading />;
  }
  if (!running.length && !queued.length && !finished.jobs.length) {
    const filtered = Boolean(status ?? kind ?? engine);
    return (
      <>
        <Nothing filtered={filtered} onClear={onClear} />
        {!filtered && <Forgotten known={[]} complete />}
      </>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-7">
      <ActiveSections running={running} queued={queued} narrowed={Boolean(kind ?? engine)} />
      {finished.jobs.length > 0 && (
        <FinishedList
          jobs={finished.jobs}
          hasMore={finished.hasNextPage}
          loading={finished.isFetchingNextPage}
          onMore={() => void finished.fetchNextPage()}
        />
      )}
      {!status && !kind && !engine && (
        <Forgotten
          known={[...running, ...queued, ...finished.jobs]}
          complete={!finished.hasNextPage}
        />
      )}
    </div>
  );
}

function Loading() {
  return (
    <div className="grid gap-4" aria-busy="true">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className="flex items-center gap-3">
          <Skeleton className="size-10" />
          <div className="grid grow gap-2">
            <Skeleton className="h-4 w-1/2" />
            <Skeleton className="h-3 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation("jobs");
  if (filtered) {
    return (
      <Empty
        icon={ListTodo}
        title={t("empty.filtered")}
        action={<Button onClick={onClear}>{t("empty.clear")}</Button>}
      />
    );
  }
  return (
    <Empty
      icon={ListTodo}
      title={t("empty.title")}
      action={
        <Button look="primary" asChild>
          <Link to="/create">{t("empty.create")}</Link>
        </Button>
      }
    >
      {t("empty.page")}
    </Empty>
  );
}
