/** What the address of this page may say after its question mark. */
export interface CreateSearch {
  prompt?: string;
  /** Seconds. */
  duration?: number;
  /** A preset of the engine. */
  preset?: string;
  /** A track whose kind the new piece is to be. */
  like?: string;
  /** A track whose settings fill the form. */
  from?: string;
}

/** Longer descriptions are kept by the draft alone. */
export const LONGEST_IN_ADDRESS = 500;

const text = (value: unknown, longest = 64): string | undefined =>
  (typeof value === "string" || typeof value === "number") && String(value).trim()
    ? String(value).slice(0, longest)
    : undefined;

/** Reads it; whatever doesn't fit is left out. */
export function readCreateSearch(search: Record<string, unknown>): CreateSearch {
  const duration = Number(search.duration);
  const read: CreateSearch = {
    prompt: text(search.prompt, 10_000),
    duration: duration > 0 && Number.isFinite(duration) ? duration : undefined,
    preset: text(search.preset),
    like: text(search.like),
    from: text(search.from),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
