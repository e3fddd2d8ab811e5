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
  if (job && isAtWork(job)) {
    const comes = !model.installed || job.params.force === true;
    return comes && shareOf(job, model.id) < 1 ? "downloading" : "installed";
  }
  if (job?.status === "failed" && !model.installed && failedAt(job) === model.id) return "failed";
  return model.state;
}

/** The one of a failed job's assets that it failed with; those after it had no turn. */
function failedAt(job: Job): string | undefined {
  const named = job.error?.details?.asset;
  if (typeof named === "string") return named;
  const ids = installs(job);
  return ids[Math.min(ids.length - 1, Math.floor((job.progress / 100) * ids.length))];
}

const ROUNDING = 1e-4; // of what the server says of progress

/** How much of one asset a job has fetched, 0 to 1, below 0 before its turn: one comes after another. */
export function shareOf(job: Pick<Job, "params" | "progress">, id: string): number {
  const ids = installs(job);
  const share = (job.progress / 100) * ids.length - ids.indexOf(id);
  return share > 1 - ROUNDING ? 1 : Math.abs(share) < ROUNDING ? 0 : share;
}

/** Bytes of an asset that are here now, a download that is under way or was stopped included. */
export function fetchedBytes({ model, job, state }: Asset): number {
  if (state === "installed") return model.total_bytes;
  const kept = Math.min(model.partial_bytes, model.total_bytes);
  if (state !== "downloading" || !job) return kept;
  return Math.max(kept, shareOf(job, model.id) * model.total_bytes);
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

/** What a requirement's remedy installs: the id of a model, or of a bundle. */
export interface Remedy {
  id: string;
  force: boolean;
}

const REMEDY = /^mgl (?:assets install|models download) ([a-z0-9][a-z0-9._-]*)( --force)?$/;

/** What `mgl assets install ID` or `mgl models download ID` would install; null for other remedies. */
export function remediedBy(remedy: string): Remedy | null {
  const [, id, force] = REMEDY.exec(remedy.trim()) ?? [];
  return id ? { id, force: !!force } : null;
}
