import { describe, expect, it } from "vitest";
import { lineAt, readLyrics } from "./lrc";

describe("lyrics", () => {
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
