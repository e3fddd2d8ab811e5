import type { Schema } from "@/lib/api/client";

export type Settings = Schema<"SettingsOut">;
export type Preferences = Required<Settings["preferences"]>;
export type PreferenceName = keyof Preferences;
export type PreferenceValue = Preferences[PreferenceName];

export const FORMATS = ["wav", "flac", "mp3", "opus", "m4a", "ogg"] as const;
export const MASTERS = ["subtle", "balanced", "loud", "broadcast"] as const;

/** Between which values a number may be. */
export const RANGES = {
  max_concurrent_jobs: [1, 64],
  job_timeout_seconds: [1, 7 * 86_400],
  job_ttl_seconds: [1, 366 * 86_400],
} as const;

export const LONGEST_ARTIST = 200;

const clamp = (value: number, [low, high]: readonly [number, number]) =>
  Math.min(high, Math.max(low, value));

/** What is in force where nobody has set anything: the environment's, else the program's own. */
export function defaultsOf({ environment }: Settings): Preferences {
  return {
    max_concurrent_jobs: clamp(environment.max_concurrent_jobs, RANGES.max_concurrent_jobs),
    job_timeout_seconds: clamp(environment.job_timeout_seconds, RANGES.job_timeout_seconds),
    job_ttl_seconds: clamp(environment.job_ttl_seconds, RANGES.job_ttl_seconds),
    default_engine: "composer",
    default_formats: ["wav", "mp3"],
    default_master: "",
    default_artist: "",
  };
}

/** Whether two values of a preference are the same; formats are a set. */
export function same(one: PreferenceValue, other: PreferenceValue): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((item) => other.includes(item));
}

/** A format more, or one fewer, in the order in which they are shown; null when none would be left. */
export function toggled(
  chosen: Preferences["default_formats"],
  format: (typeof FORMATS)[number],
): Preferences["default_formats"] | null {
  const next = FORMATS.filter((one) => (one === format) !== chosen.includes(one));
  return next.length ? next : null;
}
