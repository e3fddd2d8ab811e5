import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Job, Schema } from "@/lib/api/client";

type JobPage = Schema<"JobPage">;
type Batch = Schema<"BatchOut">;

interface ListQuery {
  status?: string[];
  kind?: string[];
  engine?: string[];
  batch_id?: string | null;
  order?: "asc" | "desc";
  limit?: number;
}

const LIST = "/api/v1/jobs";
const ONE = "/api/v1/jobs/{job_id}";
const BATCH = "/api/v1/batches/{batch_id}";

/** Whether nothing follows any more, unless a person retries. */
export function isFinal(job: Pick<Job, "status">): boolean {
  return job.status === "completed" || job.status === "failed" || job.status === "canceled";
}

/** Whether a list that was asked for so shows the job. */
export function fits(job: Job, query: ListQuery): boolean {
  const among = (wanted: string[] | undefined, value: string) =>
    !wanted?.length || wanted.includes(value);
  return (
    among(query.status, job.status) &&
    among(query.kind, job.kind) &&
    among(query.engine, job.engine) &&
    (!query.batch_id || query.batch_id === job.batch_id)
  );
}

/** The newer of what is known and what has come. */
function newer(known: Job, come: Job): Job {
  return come.revision >= known.revision ? come : known;
}

/** The pages of a list with the job as it is now: in its place, new at its end of the list, or gone. */
export function withJob(pages: JobPage[], job: Job, query: ListQuery): JobPage[] {
  const known = pages.some((page) => page.items.some((item) => item.id === job.id));
  if (known) {
    const shown = fits(job, query);
    return pages.map((page) => ({
      ...page,
      items: page.items.flatMap((item) =>
        item.id !== job.id ? [item] : shown ? [newer(item, job)] : [],
      ),
    }));
  }
  if (!fits(job, query)) return pages;
  const first = pages[0];
  const newest = first?.items[0];
  const ascending = query.order === "asc";
  // an older one belongs somewhere further down: the list is read anew for those
  if (!first || ascending || (newest && newest.id > job.id)) return pages;
  return [{ ...first, items: [job, ...first.items] }, ...pages.slice(1)];
}

/** The batch with one of its jobs as it is now. */
export function batchWithJob(batch: Batch, job: Job): Batch {
  const jobs = batch.jobs.map((item) => (item.id === job.id ? newer(item, job) : item));
  const counts: Record<string, number> = {};
  for (const { status } of jobs) counts[status] = (counts[status] ?? 0) + 1;
  const progress = jobs.reduce((sum, item) => sum + item.progress, 0) / Math.max(1, jobs.length);
  return { ...batch, jobs, counts, progress };
}

function queryOf(key: readonly unknown[]): ListQuery {
  const init = key[2] as { params?: { query?: ListQuery } } | undefined;
  return init?.params?.query ?? {};
}

const isInfinite = (data: unknown): data is InfiniteData<JobPage> =>
  typeof data === "object" && data !== null && "pages" in data;

function changePages(
  client: QueryClient,
  change: (pages: JobPage[], query: ListQuery) => JobPage[],
): void {
  const lists = client.getQueriesData({ predicate: ({ queryKey }) => queryKey[1] === LIST });
  for (const [key, data] of lists) {
    if (!data) continue;
    const query = queryOf(key);
    // one of its jobs is newer; the list itself is as old as before
    const updatedAt = client.getQueryState(key)?.dataUpdatedAt;
    if (isInfinite(data)) {
      client.setQueryData(key, { ...data, pages: change(data.pages, query) }, { updatedAt });
    } else {
      client.setQueryData(key, change([data as JobPage], query)[0], { updatedAt });
    }
  }
}

/** Shows the job as it is now wherever it is shown. */
export function putJob(client: QueryClient, job: Job): void {
  client.setQueryData<Job>(["get", ONE, { params: { path: { job_id: job.id } } }], (known) =>
    known ? newer(known, job) : job,
  );
  changePages(client, (pages, query) => withJob(pages, job, query));
  if (!job.batch_id) return;
  const key = ["get", BATCH, { params: { path: { batch_id: job.batch_id } } }];
  client.setQueryData<Batch>(key, (known) => known && batchWithJob(known, job));
}

/** Takes a job whose record was cleaned up out of the lists. */
export function dropJob(client: QueryClient, id: string): void {
  changePages(client, (pages) =>
    pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })),
  );
  void client.invalidateQueries({
    queryKey: ["get", ONE, { params: { path: { job_id: id } } }],
  });
}
