import type { Job } from "@/lib/api/client";

/** A job by itself, or those of one batch that stand together in the list. */
export type Entry = { key: string; batchId: string | null; jobs: [Job, ...Job[]] };

/** The list with neighbours of one batch put together. */
export function grouped(jobs: readonly Job[]): Entry[] {
  const entries: Entry[] = [];
  for (const job of jobs) {
    const last = entries.at(-1);
    if (job.batch_id && last?.batchId === job.batch_id) last.jobs.push(job);
    else entries.push({ key: job.id, batchId: job.batch_id, jobs: [job] });
  }
  return entries;
}

/** The queue that a job waits in: jobs of different ones don't wait for one another. */
export function laneOf({ kind, engine }: Pick<Job, "kind" | "engine">): string {
  if (engine) return engine;
  return kind === "download" ? "downloads" : "tools";
}

/** Waiting jobs by their queues, the queue of the first one first. */
export function byLane(queued: readonly Job[]): [lane: string, jobs: Job[]][] {
  const lanes = new Map<string, Job[]>();
  for (const job of queued) {
    const lane = laneOf(job);
    const jobs = lanes.get(lane);
    if (jobs) jobs.push(job);
    else lanes.set(lane, [job]);
  }
  return [...lanes];
}

/** Where a job is to go when its row was dragged from one place to another. */
export function moveOf(
  jobs: readonly Job[],
  from: number,
  to: number,
): { before: string } | { after: string } | null {
  const other = jobs[to];
  if (!other || from === to || !jobs[from]) return null;
  return to < from ? { before: other.id } : { after: other.id };
}

/** The same, in the list that is shown until the server has answered. */
export function moved(jobs: readonly Job[], from: number, to: number): Job[] {
  const job = jobs[from];
  if (!job) return [...jobs];
  const places = jobs.map(({ queue_position }) => queue_position);
  return jobs
    .toSpliced(from, 1)
    .toSpliced(to, 0, job)
    .map((one, place) => ({ ...one, queue_position: places[place] ?? null }));
}

/** Ids that were asked for here and that a complete list of the server's lacks. */
export function missing(asked: readonly { id: string }[], known: readonly Job[]): string[] {
  const ids = new Set(known.map(({ id }) => id));
  return asked.map(({ id }) => id).filter((id) => !ids.has(id));
}

interface UnderWay {
  /** Batches of which something runs, with what is unfinished of each. */
  batches: [batchId: string, jobs: Job[]][];
  /** Batches that all wait. */
  waiting: [batchId: string, jobs: Job[]][];
  /** Running jobs that belong to none of them. */
  single: Job[];
}

/** What is shown as being made: batches as one each, and the jobs that run by themselves. */
export function underWay(running: readonly Job[], queued: readonly Job[]): UnderWay {
  const batches = new Map<string, Job[]>();
  for (const job of [...running, ...queued]) {
    if (job.batch_id) batches.set(job.batch_id, [...(batches.get(job.batch_id) ?? []), job]);
  }
  const runs = new Set(running.map(({ batch_id }) => batch_id));
  return {
    batches: [...batches].filter(([id]) => runs.has(id)),
    waiting: [...batches].filter(([id]) => !runs.has(id)),
    single: running.filter(({ batch_id }) => !batch_id),
  };
}
