import { describe, expect, it } from "vitest";
import { conflictOf, patchOf, resolved, troublesIn, type Details } from "./details";

const before: Details = {
  title: "Night Rain",
  artist: "Ada",
  album: "",
  genre: "lofi",
  mood: "calm",
  tempo: "74",
  key: "D minor",
  language: "en",
  description: "",
  tags: ["night"],
  lyrics: "",
  rating: null,
  favorite: false,
};

describe("a patch", () => {
  it("names only what was changed", () => {
    expect(patchOf(before, { ...before, title: " Rain ", tags: ["night", "rain"] })).toEqual({
      title: "Rain",
      tags: ["night", "rain"],
    });
    expect(patchOf(before, before)).toEqual({});
  });

  it("reads the tempo with a comma, and an empty one as unknown", () => {
    expect(patchOf(before, { ...before, tempo: "74,5" })).toEqual({ tempo_bpm: 74.5 });
    expect(patchOf(before, { ...before, tempo: " " })).toEqual({ tempo_bpm: null });
  });

  it("keeps the line ends of lyrics", () => {
    expect(patchOf(before, { ...before, lyrics: "One\n" })).toEqual({ lyrics: "One\n" });
  });
});

it("wants a title, and a tempo that can be", () => {
  expect(troublesIn(before)).toEqual({});
  expect(troublesIn({ ...before, title: " ", tempo: "fast" })).toEqual({
    title: "needed",
    tempo: "tempo",
  });
  expect(troublesIn({ ...before, tempo: "1001" })).toEqual({ tempo: "tempo" });
});

describe("a conflict", () => {
  const mine = { ...before, title: "Mine", artist: "Me" };
  const theirs = { ...before, title: "Theirs", album: "Their album" };

  it("shows what differs, and proposes whoever changed it", () => {
    expect(conflictOf(before, mine, theirs)).toEqual({
      title: "mine",
      artist: "mine",
      album: "theirs",
    });
  });

  it("is resolved field by field", () => {
    const both = resolved(mine, theirs, { title: "theirs", artist: "mine", album: "theirs" });
    expect(both).toMatchObject({ title: "Theirs", artist: "Me", album: "Their album" });
  });
});
