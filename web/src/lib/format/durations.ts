const UNITS: Record<string, number> = { h: 3600, m: 60, s: 1 };
const NAMES: readonly [RegExp, string][] = [
  [/^(?:h|hours?|hrs?|ч|час(?:а|ов)?)$/u, "h"],
  [/^(?:m|mins?|minutes?|м|мин(?:ут(?:а|ы)?)?)$/u, "m"],
  [/^(?:s|secs?|seconds?|с|сек(?:унд(?:а|ы)?)?)$/u, "s"],
];

/** Seconds of "3:20", "1:02:03", "90", "90s", "1h 5m", "2,5 min", "3 мин"; null for anything else. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase().replace(/,/g, ".");
  if (/^\d+(?::[0-5]?\d){1,2}(?:\.\d+)?$/.test(trimmed)) {
    return trimmed.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  }
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*(\p{L}+)\.?\s*/gu)];
  if (!parts.length || parts.map(([whole]) => whole).join("") !== trimmed) return null;
  let seconds = 0;
  for (const [, amount, unit] of parts) {
    const known = NAMES.find(([name]) => name.test(unit ?? ""))?.[1];
    if (!known) return null;
    seconds += Number(amount) * (UNITS[known] ?? 0);
  }
  return seconds;
}
