import { create } from "zustand";
import type { Job } from "@/lib/api/client";
import { jobWords } from "./describe";

const STORED = "mgl.jobs.submitted.v1";
const MOST = 100;

/** A job that was asked for from this browser, as far as we remember it without the server. */
export interface Submitted {
  id: string;
  kind: string;
  /** Its title or prompt; empty for kinds that have none. */
  words: string;
  /** When, as an ISO moment. */
  at: string;
  /** The server has cleaned up its record. */
  gone: boolean;
}

interface SubmittedState {
  jobs: Submitted[];
}

/** What was asked for here, newest first: a reminder only, the server knows better. */
export const useSubmitted = create<SubmittedState>()(() => ({ jobs: stored() }));

/** Called after every request that is answered with a job. */
export function rememberJob(job: Job): void {
  const one: Submitted = {
    id: job.id,
    kind: job.kind,
    words: jobWords(job),
    at: job.created_at,
    gone: false,
  };
  keep([one, ...useSubmitted.getState().jobs.filter(({ id }) => id !== job.id)]);
  for (const hear of listeners) hear(job);
}

/** The server doesn't know these any more. */
export function markGone(ids: readonly string[]): void {
  const gone = new Set(ids);
  const { jobs } = useSubmitted.getState();
  if (!jobs.some((one) => gone.has(one.id) && !one.gone)) return;
  keep(jobs.map((one) => (gone.has(one.id) ? { ...one, gone: true } : one)));
}

/** Forgets those that the server has forgotten. */
export function forgetGone(): void {
  keep(useSubmitted.getState().jobs.filter((one) => !one.gone));
}

const listeners = new Set<(job: Job) => void>();

/** Hears of every job that is remembered, at once; returns how to stop. */
export function onRemembered(hear: (job: Job) => void): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

function keep(jobs: Submitted[]): void {
  const kept = jobs.slice(0, MOST);
  useSubmitted.setState({ jobs: kept });
  try {
    localStorage.setItem(STORED, JSON.stringify(kept));
  } catch {
    // storage is off or full: it holds until the page is closed
  }
}

function stored(): Submitted[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(value) ? value.filter(isSubmitted).slice(0, MOST) : [];
  } catch {
    return []; // storage is off, or holds something else
  }
}

function isSubmitted(value: unknown): value is Submitted {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Record<string, unknown>;
  const texts = [one.id, one.kind, one.words, one.at];
  return texts.every((text) => typeof text === "string") && typeof one.gone === "boolean";
}
