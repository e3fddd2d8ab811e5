import type { Job, Schema } from "@/lib/api/client";
import { isFinal } from "@/lib/jobs/cache";

export type Model = Schema<"ModelOut">;

/** What is here of it, as people see it; `failed`: the last download of it failed. */
export type AssetState = Model["state"] | "failed";

/** Sounds or weights, with the newest job that downloads them, or did. */
export interface Asset {
  model: Model;
  job: Job | null;
  state: AssetState;
}

const isAtWork = (job: Job) => !isFinal(job) && !job.cancel_requested;

/** The ids of what a job installs, in its order. */
export function installs(job: Pick<Job, "params">): string[] {
  const ids = job.params.asset_ids;
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
}

/** Each model with its job: the one at work, else the newest. `jobs` are downloads, newest first. */
export function assetsOf(models: readonly Model[], jobs: readonly Job[]): Asset[] {
  return models.map((model) => {
    const mine = jobs.filter((job) => installs(job).includes(model.id));
    const job = mine.find(isAtWork) ?? mine[0] ?? null;
    return { model, job, state: stateOf(model, job) };
  });
}

function stateOf(model: Model, job: Job | null): AssetState {
  if (job && isAtWork(job)) return "downloading";
  if (job?.status === "failed" && !model.installed) return "failed";
  return model.state;
}

/** How much of one asset a job has fetched, 0 to 1, below 0 before its turn: one comes after another. */
export function shareOf(job: Pick<Job, "params" | "progress">, id: string): number {
  const ids = installs(job);
  return Math.min(1, (job.progress / 100) * ids.length - ids.indexOf(id));
}

/** The kinds in the order in which they are shown; those without assets are left out. */
export function byKind(assets: readonly Asset[]): [Model["kind"], Asset[]][] {
  const kinds = ["soundfont", "samples", "weights", "voice"] as const;
  return kinds
    .map((kind): [Model["kind"], Asset[]] => [
      kind,
      assets.filter(({ model }) => model.kind === kind),
    ])
    .filter(([, items]) => items.length > 0);
}

/** What a complete installation still lacks. */
export function lacking(assets: readonly Asset[]): Asset[] {
  return assets.filter(
    ({ model, state }) => model.recommended && !model.installed && state !== "downloading",
  );
}

/** What all of them take on the disk now, begun downloads too. */
export function bytesHere(models: readonly Model[]): number {
  return models.reduce((sum, { bytes, partial_bytes }) => sum + bytes + partial_bytes, 0);
}

/** The model that a requirement's remedy installs (`mgl assets install ID`). */
export function remediedBy(remedy: string): string | null {
  return /^mgl assets install ([a-z0-9][a-z0-9._-]*)$/.exec(remedy.trim())?.[1] ?? null;
}
