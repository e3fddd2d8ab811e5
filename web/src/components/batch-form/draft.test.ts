import { describe, expect, it } from "vitest";
import type { Track } from "@/lib/api/client";
import { commonOf, editOf, fieldsOf, isEmpty, isValid, NO_CHANGE, tagsOf, tempoOf } from "./draft";

const track = (fields: Partial<Track>) =>
  ({ artist: "", tags: [], tempo_bpm: null, ...fields }) as Track;

describe("the fields of many tracks", () => {
  it("are the same in all, or mixed with the most frequent first", () => {
    const tracks = [track({ artist: "Bo" }), track({ artist: "Ada" }), track({ artist: "Ada" })];
    expect(commonOf(tracks, "artist")).toEqual({ same: false, values: ["Ada", "Bo"] });
    expect(commonOf(tracks, "tempo_bpm")).toEqual({ same: true, values: [""] });
    expect(commonOf(tracks.slice(1), "artist").same).toBe(true);
  });

  it("have the tags that any of them has", () => {
    expect(tagsOf([track({ tags: ["a", "b"] }), track({ tags: ["b"] })])).toEqual(["b", "a"]);
  });
});

describe("a draft", () => {
  it("changes nothing that wasn't touched", () => {
    expect(isEmpty(NO_CHANGE)).toBe(true);
    expect(editOf(NO_CHANGE)).toEqual({ set: {}, add_tags: [], remove_tags: [] });
  });

  it("tells emptied fields from untouched ones", () => {
    const draft = { ...NO_CHANGE, texts: { album: "", tempo_bpm: "" }, rating: null };
    expect(isEmpty(draft)).toBe(false);
    expect(editOf(draft).set).toEqual({ album: "", tempo_bpm: null, rating: null });
  });

  it("takes tempos as people type them, and no others", () => {
    expect(tempoOf("82,5")).toBe(82.5);
    for (const text of ["fast", "0", "-3", "1001"]) expect(tempoOf(text)).toBeUndefined();
    expect(isValid({ ...NO_CHANGE, texts: { tempo_bpm: "fast" } })).toBe(false);
  });

  it("names what it changes, tags too", () => {
    expect(fieldsOf({ ...NO_CHANGE, texts: { key: "C minor" }, addTags: ["x"] })).toEqual([
      "key",
      "tags",
    ]);
  });
});
