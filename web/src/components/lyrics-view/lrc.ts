/** A line of lyrics; without a time where none was written. */
export interface LyricLine {
  seconds: number | null;
  text: string;
}

export interface Lyrics {
  lines: LyricLine[];
  /** At least one line has a time, so that they can follow the music. */
  synced: boolean;
}

const STAMP = /\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]/y;
const TAG = /^\[([a-z#]+):(.*)\]$/i;

/** Reads plain text or LRC: several stamps on a line, `[offset:]` in ms, other tags left out. */
export function readLyrics(text: string): Lyrics {
  const timed: LyricLine[] = [];
  const plain: LyricLine[] = [];
  let offsetSeconds = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const { stamps, rest } = stampsIn(line.trim());
    const tag = stamps.length ? null : TAG.exec(line.trim());
    if (tag) {
      if (tag[1]?.toLowerCase() === "offset") offsetSeconds = Number(tag[2]) / 1000 || 0;
    } else if (stamps.length) {
      for (const seconds of stamps) timed.push({ seconds, text: rest });
    } else {
      plain.push({ seconds: null, text: line.trimEnd() });
    }
  }
  if (!timed.length) return { lines: trimmed(plain), synced: false };
  const lines = timed
    .map((line) => ({ ...line, seconds: Math.max(0, (line.seconds ?? 0) - offsetSeconds) }))
    .sort((one, other) => one.seconds - other.seconds);
  // Lines without a time can't be placed among the others; they come after them.
  return { lines: [...lines, ...plain.filter((line) => line.text.trim())], synced: true };
}

function stampsIn(line: string): { stamps: number[]; rest: string } {
  const stamps: number[] = [];
  let end = 0;
  for (;;) {
    STAMP.lastIndex = end;
    const found = STAMP.exec(line);
    if (!found) return { stamps, rest: line.slice(end).trim() };
    const [, minutes = "0", seconds = "0", fraction = ""] = found;
    stamps.push(Number(minutes) * 60 + Number(seconds) + Number(`0.${fraction || 0}`));
    end = STAMP.lastIndex;
  }
}

/** Without empty lines at the start and end; those between verses stay. */
function trimmed(lines: LyricLine[]): LyricLine[] {
  const first = lines.findIndex((line) => line.text.trim());
  const last = lines.findLastIndex((line) => line.text.trim());
  return first < 0 ? [] : lines.slice(first, last + 1);
}

/** Which line is sung at a moment; -1 before the first. */
export function lineAt(lines: readonly LyricLine[], seconds: number): number {
  return lines.findLastIndex((line) => line.seconds !== null && line.seconds <= seconds + 0.05);
}
