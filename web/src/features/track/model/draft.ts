/** What was typed and not saved yet, kept over a reload. */

const keyOf = (name: string, id: string) => `mgl.track.${name}.v1.${id}`;

/** A draft of this tab; null when there is none, or it can't be read. */
export function readDraft<Value>(
  name: string,
  id: string,
  isValue: (value: unknown) => value is Value,
): Value | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyOf(name, id)) ?? "null");
    return isValue(value) ? value : null;
  } catch {
    return null; // storage is off, or holds something else
  }
}

/** Keeps a draft; null forgets it. */
export function keepDraft(name: string, id: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(keyOf(name, id));
    else sessionStorage.setItem(keyOf(name, id), JSON.stringify(value));
  } catch {
    // storage is off or full: it holds until the page is closed
  }
}
