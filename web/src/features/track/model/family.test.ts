import { describe, expect, it } from "vitest";
import type { Track } from "@/lib/api/client";
import { differencesOf, familyOf } from "./family";

const track = (id: string, parent_id: string | null, fields: Partial<Track> = {}) =>
  ({
    id,
    parent_id,
    title: id,
    prompt: "calm",
    engine: "composer",
    key: "D minor",
    seed: 1,
    tempo_bpm: 80,
    duration_seconds: 60,
    params: {},
    ...fields,
  }) as Track;

describe("a family", () => {
  it("is read from its first version down, branch by branch", () => {
    const family = familyOf([
      track("root", null),
      track("one", "root"),
      track("two", "root"),
      track("grandchild", "one"),
    ]);
    expect(family.map(({ track: { id }, depth }) => `${depth} ${id}`)).toEqual([
      "0 root",
      "1 one",
      "2 grandchild",
      "1 two",
    ]);
  });

  it("keeps those whose parent is in the trash", () => {
    expect(familyOf([track("left", "gone")]).map(({ depth }) => depth)).toEqual([0]);
  });
});

describe("differences", () => {
  const parent = track("root", null);

  it("tell what was asked for, and what came of it", () => {
    const child = track("child", "root", {
      seed: 8,
      tempo_bpm: 96,
      key: "E minor",
      duration_seconds: 50,
      params: { remake: { new_melody: true, seed: 8 } },
    });
    expect(differencesOf(parent, child)).toEqual([
      { what: "changes", names: ["new_melody"] },
      { what: "seed", to: 8 },
      { what: "tempo", from: 80, to: 96 },
      { what: "key", from: "D minor", to: "E minor" },
      { what: "length", from: 60, to: 50 },
    ]);
  });

  it("are none between equals", () => {
    expect(differencesOf(parent, track("child", "root"))).toEqual([]);
  });
});
