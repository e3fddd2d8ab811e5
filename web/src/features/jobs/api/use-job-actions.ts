import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { notifyDone, notifyFailure } from "@/components/ui/notify";
import { api, type Job, type Schema } from "@/lib/api/client";
import { refresh } from "@/lib/api/cache";
import { putJob } from "@/lib/jobs/cache";
import { moved, moveOf } from "../model/groups";

type JobPage = Schema<"JobPage">;

const path = (job: Pick<Job, "id">) => ({ params: { path: { job_id: job.id } } });

/** What can be done with jobs; each is shown at once, and taken back if the server refuses. */
export function useJobActions() {
  const { t } = useTranslation("jobs");
  const client = useQueryClient();
  const settled = () => void refresh(client, "/api/v1/jobs", "/api/v1/batches", "/api/v1/queue");
  const show = (job: Job | undefined) => job && putJob(client, job);
  const failed = (error: unknown) => {
    notifyFailure(error);
    settled();
  };

  const retry = useMutation({
    mutationFn: async (job: Job) => (await api.POST("/api/v1/jobs/{job_id}/retry", path(job))).data,
    onSuccess: show,
    onError: failed,
    onSettled: settled,
  });
  const cancel = useMutation({
    mutationFn: async (job: Job) =>
      (await api.POST("/api/v1/jobs/{job_id}/cancel", path(job))).data,
    onSuccess: (job, asked) => {
      show(job);
      notifyDone(t("stopped"), asked.status === "queued" ? () => retry.mutate(asked) : undefined);
    },
    onError: failed,
    onSettled: settled,
  });
  const cancelBatch = useMutation({
    mutationFn: (batchId: string) =>
      api.POST("/api/v1/batches/{batch_id}/cancel", { params: { path: { batch_id: batchId } } }),
    onSuccess: () => notifyDone(t("stopped")),
    onError: failed,
    onSettled: settled,
  });
  const move = useMutation({
    mutationFn: async ({ jobs, from, to }: { jobs: Job[]; from: number; to: number }) => {
      const job = jobs[from];
      const body = moveOf(jobs, from, to);
      if (job && body) await api.POST("/api/v1/jobs/{job_id}/move", { ...path(job), body });
    },
    onMutate: ({ jobs, from, to }) => showOrder(client, moved(jobs, from, to)),
    onError: failed,
    onSettled: settled,
  });
  return {
    retry: retry.mutate,
    cancel: cancel.mutate,
    cancelBatch: cancelBatch.mutate,
    move: move.mutate,
    /** The one that is being retried, if any. */
    retrying: retry.isPending ? retry.variables.id : null,
  };
}

async function showOrder(client: QueryClient, jobs: Job[]): Promise<void> {
  const lists = {
    predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[1] === "/api/v1/jobs",
  };
  await client.cancelQueries(lists); // what is on its way has the old order
  const places = new Map(jobs.map((job) => [job.id, job.queue_position]));
  client.setQueriesData<JobPage | { pages: JobPage[] }>(lists, (list) => {
    if (!list || "pages" in list) return list;
    const items = list.items.map((job) =>
      places.has(job.id) ? { ...job, queue_position: places.get(job.id) ?? null } : job,
    );
    return { ...list, items };
  });
}
