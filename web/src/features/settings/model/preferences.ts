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
