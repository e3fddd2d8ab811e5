import type { Job } from "@/lib/api/client";

const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** What a job is about in its owner's words: the title, else the prompt; empty when it has neither. */
export function jobWords(job: Pick<Job, "params" | "result">): string {
  const { params, result } = job;
  const several = typeof params.count === "number" && params.count > 1;
  return (!several && text(result.title)) || text(params.title) || text(params.prompt);
}

/** Kinds that people tell apart; a remake is a generation to the server. */
export const JOB_KINDS = [
  "generate",
  "remake",
  "loop",
  "master",
  "export",
  "download",
  "other",
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** The kind of a job, as people see it. */
export function jobKind(job: Pick<Job, "kind" | "params">): JobKind {
  if (job.kind === "generate" && job.params.remake_of) return "remake";
  return JOB_KINDS.find((kind) => kind === job.kind) ?? "other";
}

/** How many things it is about: tracks to make, to pack, sounds to install. */
export function jobCount(job: Pick<Job, "kind" | "params">): number {
  const { params } = job;
  if (job.kind === "export") return count(params.track_ids);
  if (job.kind === "download") return count(params.asset_ids);
  return typeof params.count === "number" ? params.count : 1;
}
