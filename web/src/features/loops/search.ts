export const MODES = ["seamless", "crossfade", "jukebox"] as const;
export type Mode = (typeof MODES)[number];

/** What says how long it becomes: a length, a count of its repeats, or one period alone. */
export const MEASURES = ["duration", "times", "only"] as const;
export type Measure = (typeof MEASURES)[number];

export const FORMATS = ["mp3", "opus", "m4a", "flac", "wav", "ogg"] as const;
export type Format = (typeof FORMATS)[number];

/** What is typed, as it is typed: halfway to a number it is none yet. */
export const TYPED = [
  "duration",
  "times",
  "crossfade",
  "fadeIn",
  "fadeOut",
  "window",
  "seed",
] as const;
export type Typed = (typeof TYPED)[number];

/** The whole order as it stands on the page, and in its address. */
export interface LoopsSearch extends Partial<Record<Typed, string>> {
  /** A track of the library, or else an upload, by its id. */
  track?: string;
  upload?: string;
  mode?: Mode;
  measure?: Measure;
  /** Which candidate; from 1. */
  pick?: number;
  /** A loop that was set by hand, in seconds. */
  start?: number;
  end?: number;
  formats?: Format[];
  /** The job that makes it. */
  job?: string;
}

const ID = /^[0-9a-z]{26}$/;
const LONGEST_TYPED = 24;
const MOST_CANDIDATES = 8;

const id = (value: unknown) => (typeof value === "string" && ID.test(value) ? value : undefined);
const seconds = (value: unknown) =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
const typed = (value: unknown) =>
  (typeof value === "string" || typeof value === "number") && String(value).length <= LONGEST_TYPED
    ? String(value)
    : undefined;

/** Reads it; whatever doesn't fit is left out. */
export function readLoopsSearch(search: Record<string, unknown>): LoopsSearch {
  const track = id(search.track);
  const pick = Number(search.pick);
  const [start, end] = [seconds(search.start), seconds(search.end)];
  const placed = start !== undefined && end !== undefined && start < end;
  const { formats } = search;
  const known = Array.isArray(formats) ? FORMATS.filter((one) => formats.includes(one)) : [];
  const read: LoopsSearch = {
    track,
    upload: track ? undefined : id(search.upload),
    mode: MODES.find((one) => one === search.mode),
    measure: MEASURES.find((one) => one === search.measure),
    pick: Number.isInteger(pick) && pick > 1 && pick <= MOST_CANDIDATES ? pick : undefined,
    start: placed ? start : undefined,
    end: placed ? end : undefined,
    formats: known.length ? known : undefined,
    job: id(search.job),
    ...Object.fromEntries(TYPED.map((name) => [name, typed(search[name])])),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
