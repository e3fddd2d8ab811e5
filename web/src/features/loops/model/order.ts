import type { Schema } from "@/lib/api/client";
import { parseDuration } from "@/lib/format/durations";
import { MAX_SEED } from "@/lib/seed";
import type { Format, LoopsSearch, Mode, Typed } from "../search";

export type Candidate = Schema<"LoopCandidateOut">;
export type LoopBody = Schema<"LoopIn">;

export const [SHORTEST_SECONDS, LONGEST_SECONDS] = [60, 43_200];
/** Beyond it the server wants to be told that it is meant. */
const LONGEST_UNASKED_SECONDS = 36_000;
export const USUAL_DURATION = "1h";
export const USUAL_FORMATS: Format[] = ["mp3"];

/** The least and the most of what is typed as a number. */
export const RANGES = {
  times: [1, 10_000],
  crossfade: [0, 30],
  fadeIn: [0, 60],
  fadeOut: [0, 60],
  window: [0, 3600],
  seed: [0, MAX_SEED],
} as const satisfies Partial<Record<Typed, readonly [number, number]>>;
type Counted = keyof typeof RANGES;

const WHOLE: readonly string[] = ["times", "seed"];

/** A stretch of the recording that is repeated, in seconds. */
export interface Place {
  start: number;
  end: number;
}

/** What a typed number means: null where nothing is typed, undefined where it can't be meant. */
export function numberOf(name: Counted, text: string | undefined): number | null | undefined {
  if (!text?.trim()) return null;
  const value = Number(text.trim().replace(",", "."));
  const [least, most] = RANGES[name];
  if (!Number.isFinite(value) || value < least || value > most) return undefined;
  return WHOLE.includes(name) && !Number.isInteger(value) ? undefined : value;
}

/** The length that is asked for, in seconds; null where it can't be read or isn't possible. */
export function durationOf(text: string | undefined): number | null {
  const seconds = parseDuration(text ?? USUAL_DURATION);
  return seconds !== null && seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS
    ? seconds
    : null;
}

/** How it goes on: as chosen, else seamless, or by a crossfade where nothing comes back. */
export function modeOf({ mode }: LoopsSearch, candidates: readonly Candidate[] | undefined): Mode {
  return mode ?? (candidates?.length === 0 ? "crossfade" : "seamless");
}

/** What is repeated: as set by hand, else the candidate; null where the server is to find it. */
export function placeOf(
  order: LoopsSearch,
  candidates: readonly Candidate[] | undefined,
): Place | null {
  const mode = modeOf(order, candidates);
  if (mode === "jukebox") return null;
  if (order.start !== undefined && order.end !== undefined) {
    return { start: order.start, end: order.end };
  }
  const picked = mode === "seamless" ? candidates?.[(order.pick ?? 1) - 1] : undefined;
  return picked ? { start: picked.start_seconds, end: picked.end_seconds } : null;
}

/** Which typed fields matter now. */
function inUse(order: LoopsSearch, mode: Mode): Counted[] {
  const jukebox = mode === "jukebox";
  const only = order.measure === "only" && !jukebox;
  return [
    ...(order.measure === "times" && !jukebox ? (["times"] as const) : []),
    ...(jukebox ? (["window", "seed"] as const) : (["crossfade"] as const)),
    ...(only ? [] : (["fadeIn", "fadeOut"] as const)),
  ];
}

/** The typed fields that can't be meant as they stand. */
export function wrongFields(order: LoopsSearch, mode: Mode): Set<Typed> {
  const wrong = new Set<Typed>(
    inUse(order, mode).filter((name) => numberOf(name, order[name]) === undefined),
  );
  const measure = measureOf(order, mode);
  if (measure === "times" && numberOf("times", order.times) === null) wrong.add("times");
  if (measure === "duration" && durationOf(order.duration) === null) wrong.add("duration");
  return wrong;
}

/** A jukebox has no period that could be counted or taken alone. */
export function measureOf({ measure = "duration" }: LoopsSearch, mode: Mode) {
  return mode === "jukebox" ? "duration" : measure;
}

/** What the server is asked for; `wrongFields` is empty. */
export function bodyOf(order: LoopsSearch, candidates: readonly Candidate[] | undefined): LoopBody {
  const mode = modeOf(order, candidates);
  const measure = measureOf(order, mode);
  const used = inUse(order, mode);
  const value = (name: Counted) =>
    used.includes(name) ? (numberOf(name, order[name]) ?? undefined) : undefined;
  const duration = measure === "duration" ? (durationOf(order.duration) ?? undefined) : undefined;
  const byHand = mode !== "jukebox" && order.start !== undefined && order.end !== undefined;
  return {
    ...(order.track ? { track_id: order.track } : { upload_id: order.upload }),
    mode: order.mode ?? null,
    pick: mode === "seamless" && !byHand ? (order.pick ?? 1) : 1,
    ...(byHand ? { start_seconds: order.start, end_seconds: order.end } : {}),
    duration_seconds: duration,
    times: value("times"),
    loop_only: measure === "only",
    crossfade_seconds: value("crossfade"),
    fade_in_seconds: value("fadeIn") ?? 0,
    fade_out_seconds: value("fadeOut"),
    window_seconds: value("window"),
    seed: value("seed"),
    formats: order.formats ?? USUAL_FORMATS,
    up_to_12_hours: (duration ?? 0) > LONGEST_UNASKED_SECONDS,
    priority: "normal",
  };
}

/** The fields of the page by their names in the API. */
const FIELDS: Partial<Record<string, Typed>> = {
  duration_seconds: "duration",
  times: "times",
  crossfade_seconds: "crossfade",
  fade_in_seconds: "fadeIn",
  fade_out_seconds: "fadeOut",
  window_seconds: "window",
  seed: "seed",
};

/** The page's field that a refusal names; undefined where it names none, or one that isn't seen. */
export function fieldOf(names: readonly string[], order: LoopsSearch, mode: Mode) {
  const seen: Typed[] = [...inUse(order, mode)];
  if (measureOf(order, mode) === "duration") seen.push("duration");
  return names.map((name) => FIELDS[name]).find((name) => name && seen.includes(name));
}
