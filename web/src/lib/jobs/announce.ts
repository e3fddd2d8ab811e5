import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { api, type Job } from "@/lib/api/client";
import { inSentences, tell } from "@/lib/api/use-problem";
import { useDownloads } from "@/lib/downloads/store";
import { playableOf, usePlayer } from "@/lib/player/store";
import { say } from "@/lib/toasts";
import { jobCount, jobKind, jobWords } from "./describe";
import { notifyOutside } from "./notifications";
import { useSaid } from "./said";
import { isWatched } from "./watched";

/** Where an announcement leads. */
export type Place =
  | { to: "/library/$trackId"; params: { trackId: string } }
  | { to: "/library" }
  | { to: "/jobs" }
  | { to: "/models" };
export type OpenPlace = (place: Place) => void;

/** Says once that a job has ended: in the page, and outside of it where that is allowed. */
export async function announce(client: QueryClient, job: Job, open: OpenPlace): Promise<void> {
  if (job.status === "canceled") return;
  await i18next.loadNamespaces("shared");
  if (isWatched(job.id)) useSaid.setState({ text: titleOf(job, job.track_ids.length) });
  else if (job.status === "failed") announceFailure(job, open);
  else announceResult(client, job, open);
}

function announceFailure(job: Job, open: OpenPlace): void {
  const t = i18next.getFixedT(null, "shared");
  const title = titleOf(job, 0);
  const problem = tell({ error: job.error }, i18next.t);
  const show = () => open({ to: "/jobs" });
  say((toast) =>
    toast.error(title, {
      id: job.id,
      description: inSentences(problem),
      duration: 15_000,
      action: { label: t("job.show"), onClick: show },
    }),
  );
  notifyOutside(title, problem.message || problem.title, job.id, show);
}

/** The tracks of each batch so far: its jobs share one announcement, which grows. */
const batches = new Map<string, string[]>();

function announceResult(client: QueryClient, job: Job, open: OpenPlace): void {
  const t = i18next.getFixedT(null, "shared");
  const trackIds = job.batch_id
    ? [...(batches.get(job.batch_id) ?? []), ...job.track_ids]
    : job.track_ids;
  if (job.batch_id) batches.set(job.batch_id, trackIds);
  const [first] = trackIds;
  const count = trackIds.length;
  const place = placeOf(job, trackIds);
  const title = titleOf(job, count);
  const show = () => open(place);
  const main = first
    ? { label: t("job.listen"), onClick: () => void listen(client, trackIds) }
    : job.links.file
      ? { label: t("job.save"), onClick: () => save(job) }
      : undefined;
  say((toast) =>
    toast.success(title, {
      id: job.batch_id ?? job.id,
      duration: 10_000,
      action: main ?? { label: t("job.open"), onClick: show },
      ...(main && first ? { cancel: { label: t("job.open"), onClick: show } } : {}),
    }),
  );
  notifyOutside(
    title,
    count > 1 ? nameOf(job) : t("job.readyOutside"),
    job.batch_id ?? job.id,
    show,
  );
}

function placeOf(job: Job, trackIds: readonly string[]): Place {
  const [first, ...others] = trackIds;
  if (first && !others.length) return { to: "/library/$trackId", params: { trackId: first } };
  if (first) return { to: "/library" };
  return job.kind === "download" ? { to: "/models" } : { to: "/jobs" };
}

/** Plays the tracks of a job; those that are not there any more are left out. */
export async function listen(client: QueryClient, trackIds: readonly string[]): Promise<void> {
  const path = "/api/v1/tracks/{track_id}";
  const read = (track_id: string) => {
    const init = { params: { path: { track_id } } };
    return client.fetchQuery({
      queryKey: ["get", path, init],
      queryFn: async ({ signal }) => (await api.GET(path, { ...init, signal })).data ?? null,
    });
  };
  const answers = await Promise.allSettled(trackIds.map(read));
  const found = answers.flatMap((one) =>
    one.status === "fulfilled" && one.value ? [playableOf(one.value)] : [],
  );
  const playable = found.filter((one) => one !== null);
  if (playable.length) usePlayer.getState().play(playable);
  else {
    const failed = answers.find((one) => one.status === "rejected");
    const problem = tell(failed?.reason, i18next.t);
    const description = `${problem.message} ${problem.recovery}`.trim();
    say((toast) => toast.error(problem.title, { description }));
  }
}

/** Saves the archive of a finished export. */
export function save(job: Job): void {
  const { file } = job.links;
  const bytes = job.result.bytes;
  if (!file) return;
  useDownloads.getState().add({
    url: file,
    name: `musicgen-${job.id.slice(-6)}.zip`,
    ...(typeof bytes === "number" ? { bytes } : {}),
  });
}

function titleOf(job: Job, count: number): string {
  const t = i18next.getFixedT(null, "shared");
  if (job.status === "failed") return t("job.failed", { name: nameOf(job) });
  return count > 1 ? t("job.tracksReady", { count }) : t("job.ready", { name: nameOf(job) });
}

const LONGEST_NAME = 60;

/** A job in a few words: its title or prompt, else its kind. */
export function nameOf(job: Job): string {
  const words = jobWords(job);
  if (words)
    return words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME).trim()} …` : words;
  const t = i18next.getFixedT(null, "shared");
  return t(`job.kind.${jobKind(job)}`, { count: jobCount(job) });
}
