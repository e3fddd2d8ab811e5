/** A line of a song. */
export interface LyricLine {
  /** When it is sung; null where nobody said. */
  seconds: number | null;
  text: string;
}

export type LyricProblem =
  | { kind: "time"; line: number; text: string } // brackets that hold no time
  | { kind: "order"; line: number; text: string } // before the line above
  | { kind: "beyond"; line: number; text: string }; // after the song's end

const STAMP = /\s*\[(\d{1,3}):([0-5]?\d)(?:[.:](\d{1,3}))?\]/y;
const ABOUT = /^\s*\[([a-z#]+):(.*)\]\s*$/i; // [ar:Somebody]: about the song, not of it
const BRACKET = /^\s*\[([^\]]*)\]?/;

/** 83.4 -> "01:23.40". */
export function stampOf(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(hundredths / 6000);
  return `${two(minutes)}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

/** The time that stands at a place of a line, and where it ends. */
function stampAt(line: string, place: number): { seconds: number; end: number } | null {
  STAMP.lastIndex = place;
  const [whole, minutes, seconds, fraction = ""] = STAMP.exec(line) ?? [];
  if (whole === undefined) return null;
  const at = Number(minutes) * 60 + Number(seconds) + Number(`0.${fraction || "0"}`);
  return { seconds: at, end: place + whole.length };
}

/** A text in LRC as it is edited, line by line: none is lost, and what is no time stays words. */
export function parseLrc(text: string): LyricLine[] {
  return text.split("\n").map((line) => {
    const stamp = stampAt(line, 0);
    if (!stamp) return { seconds: null, text: line };
    return { seconds: stamp.seconds, text: line.slice(stamp.end).replace(/^\s/, "") };
  });
}

/** The lines as a text in LRC. */
export function formatLrc(lines: readonly LyricLine[]): string {
  return lines
    .map(({ seconds, text }) =>
      seconds === null ? text : `[${stampOf(seconds)}] ${text}`.trimEnd(),
    )
    .join("\n");
}

/** Whether a line is sung: it has words, and is not about the song. */
export function isSung({ text }: LyricLine): boolean {
  return text.trim() !== "" && !ABOUT.test(text);
}

/** What is wrong with a text, by the numbers of its lines from 1. */
export function problemsOf(text: string, durationSeconds?: number): LyricProblem[] {
  const problems: LyricProblem[] = [];
  let before = 0;
  parseLrc(text).forEach(({ seconds, text: words }, index) => {
    const line = index + 1;
    if (seconds === null) {
      const bracket = BRACKET.exec(words);
      // "[chorus]" names a part; what begins with a number was meant as a time
      if (bracket && /^\s*\d/.test(bracket[1] ?? "")) {
        problems.push({ kind: "time", line, text: bracket[0].trim() });
      }
      return;
    }
    const told = stampOf(seconds);
    if (seconds < before) problems.push({ kind: "order", line, text: told });
    if (durationSeconds !== undefined && seconds > durationSeconds) {
      problems.push({ kind: "beyond", line, text: told });
    }
    before = Math.max(before, seconds);
  });
  return problems;
}

/** The lines with the time of one changed, to hundredths; brackets that held no time give way. */
export function stamped(
  lines: readonly LyricLine[],
  at: number,
  seconds: number | null,
): LyricLine[] {
  const value = seconds === null ? null : Math.max(0, Math.round(seconds * 100) / 100);
  const words = (text: string) =>
    value === null ? text : text.replace(/^\s*\[\d[^\]]*\]?\s?/, "");
  return lines.map((line, index) =>
    index === at ? { seconds: value, text: words(line.text) } : line,
  );
}

/** The next sung line from a place on; -1 when there is none. */
export function nextSung(lines: readonly LyricLine[], from: number): number {
  return lines.findIndex((line, index) => index >= from && isSung(line));
}

/** Lyrics to read along. */
export interface Lyrics {
  lines: LyricLine[];
  /** At least one line has a time, so that they can follow the music. */
  synced: boolean;
}

/** Reads plain text or LRC to be followed: several stamps on a line, `[offset:]` in ms, other tags left out. */
export function readLyrics(text: string): Lyrics {
  const timed: LyricLine[] = [];
  const plain: LyricLine[] = [];
  let offsetSeconds = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const { stamps, rest } = stampsIn(line.trim());
    const tag = stamps.length ? null : ABOUT.exec(line.trim());
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
  for (let stamp = stampAt(line, 0); stamp; stamp = stampAt(line, end)) {
    stamps.push(stamp.seconds);
    end = stamp.end;
  }
  return { stamps, rest: line.slice(end).trim() };
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
