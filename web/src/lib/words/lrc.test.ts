import { describe, expect, it } from "vitest";
import {
  formatLrc,
  isSung,
  lineAt,
  nextSung,
  parseLrc,
  problemsOf,
  readLyrics,
  stamped,
  stampOf,
} from "./lrc";

const song = "[ar:Ada]\n[00:12.00] First line\n\n[01:02.5] Second\nthird, without a time\n[chorus]";

describe("LRC", () => {
  it("is read line by line", () => {
    expect(parseLrc(song).map((one) => one.seconds)).toEqual([null, 12, null, 62.5, null, null]);
    expect(parseLrc("[0:05]x")).toEqual([{ seconds: 5, text: "x" }]);
    expect(parseLrc("[1:02:345] y")[0]?.seconds).toBeCloseTo(62.345);
    expect(parseLrc("")).toEqual([{ seconds: null, text: "" }]);
  });

  it.each([0, 0.005, 59.999, 61.25, 3599.5])("%f s come back from their stamp", (seconds) => {
    const [line] = parseLrc(`[${stampOf(seconds)}] la`);
    expect(line?.seconds).toBeCloseTo(seconds, 1);
  });

  it("comes back as it was, but for the way times are written", () => {
    expect(formatLrc(parseLrc(song))).toBe(song.replace("[01:02.5]", "[01:02.50]"));
    expect(formatLrc(parseLrc(formatLrc(parseLrc(song))))).toBe(formatLrc(parseLrc(song)));
  });

  it("names what is wrong by its line", () => {
    expect(problemsOf(song)).toEqual([]);
    const wrong = "[00:10] a\n[00:05] b\n[12] c\n[00:99.0] d\n[09:00] e";
    expect(problemsOf(wrong, 60)).toEqual([
      { kind: "order", line: 2, text: "00:05.00" },
      { kind: "time", line: 3, text: "[12]" },
      { kind: "time", line: 4, text: "[00:99.0]" },
      { kind: "beyond", line: 5, text: "09:00.00" },
    ]);
  });

  it("is stamped line after line", () => {
    const lines = parseLrc(song);
    expect(nextSung(lines, 0)).toBe(1);
    expect(nextSung(lines, 2)).toBe(3);
    expect(nextSung(lines, 9)).toBe(-1);
    expect(stamped(lines, 4, 70.1234)[4]?.seconds).toBe(70.12);
    expect(stamped(lines, 4, -3)[4]?.seconds).toBe(0);
    expect(stamped(parseLrc("[00:99] bad"), 0, 5)).toEqual([{ seconds: 5, text: "bad" }]);
    expect(stamped(lines, 1, null)[1]?.seconds).toBeNull();
    expect(isSung({ seconds: null, text: "[ti:Song]" })).toBe(false);
  });
});

describe("lyrics to read along", () => {
  it("without times keep their lines and the gaps between verses", () => {
    expect(readLyrics("\nOne\n\nTwo\n\n")).toEqual({
      synced: false,
      lines: [
        { seconds: null, text: "One" },
        { seconds: null, text: "" },
        { seconds: null, text: "Two" },
      ],
    });
  });

  it("read stamps of every precision, and several on one line", () => {
    const { lines, synced } = readLyrics(
      "[00:10.5]Verse\n[00:05][1:00.250] Chorus\r\n[01:10.25]End",
    );
    expect(synced).toBe(true);
    expect(lines).toEqual([
      { seconds: 5, text: "Chorus" },
      { seconds: 10.5, text: "Verse" },
      { seconds: 60.25, text: "Chorus" },
      { seconds: 70.25, text: "End" },
    ]);
  });

  it("leave out tags, and move by the offset", () => {
    const { lines } = readLyrics("[ar:Ada]\n[offset:+500]\n[00:10.00]Now\n[00:00.10]First");
    expect(lines.map((line) => line.seconds)).toEqual([0, 9.5]);
  });

  it("put lines without a time after the others", () => {
    const { lines } = readLyrics("Intro\n[00:01.00]One");
    expect(lines.map((line) => line.text)).toEqual(["One", "Intro"]);
  });

  it("that are empty have no lines", () => {
    expect(readLyrics(" \n")).toEqual({ lines: [], synced: false });
  });
});

it("knows which line is sung", () => {
  const { lines } = readLyrics("[00:01.00]One\n[00:02.00]Two\nAfter");
  expect([0, 1, 1.5, 2, 99].map((seconds) => lineAt(lines, seconds))).toEqual([-1, 0, 0, 1, 1]);
});
