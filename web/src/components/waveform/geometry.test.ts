import { describe, expect, it } from "vitest";
import {
  barsPath,
  channelsOf,
  edgeByKey,
  reduced,
  sectionAt,
  seekByKey,
  withEdge,
  type Peaks,
} from "./geometry";

const peaks: Peaks = [
  [-0.1, 0.2],
  [-0.5, 0.25],
  [0, 0],
  [-0.2, 0.4],
];
const sections = [
  { id: "1", label: "Intro", startSeconds: 0, endSeconds: 10 },
  { id: "2", label: "A", startSeconds: 10, endSeconds: 30 },
  { id: "3", label: "B", startSeconds: 30, endSeconds: 60 },
];
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

describe("peaks", () => {
  it("fill the height by their loudest, upper and lower side apart", () => {
    const [upper, lower] = channelsOf(peaks);
    expect([...upper].map((value) => Number(value.toFixed(2)))).toEqual([0.4, 0.5, 0, 0.8]);
    expect([...lower].map((value) => Number(value.toFixed(2)))).toEqual([0.2, 1, 0, 0.4]);
  });

  it("are reduced to the extremes of each stretch, and never lengthened", () => {
    expect(reduced(peaks, 2)).toEqual([
      [-0.5, 0.25],
      [-0.2, 0.4],
    ]);
    expect(reduced(peaks, 9)).toBe(peaks);
  });

  it("of silence are drawn as a thin line", () => {
    expect(barsPath([[0, 0]], 1)).toBe("M0.5 0.940V1.060");
  });
});

describe("keys", () => {
  it.each([
    ["ArrowRight", false, 25],
    ["ArrowLeft", false, 15],
    ["ArrowRight", true, 21],
    ["Home", false, 0],
    ["End", false, 60],
    ["PageDown", false, 30],
    ["PageUp", false, 10],
  ])("%s (shift: %s) seeks from 20 s to %s s", (name, shift, to) => {
    expect(seekByKey(key(name, shift), 20, 60, sections)).toBe(to);
  });

  it("stay within the track, and leave other keys alone", () => {
    expect(seekByKey(key("ArrowLeft"), 2, 60)).toBe(0);
    expect(seekByKey(key("ArrowRight"), 58, 60)).toBe(60);
    expect(seekByKey(key("x"), 2, 60)).toBeNull();
  });
});

it("names the section of a moment", () => {
  expect(sectionAt(sections, 10)?.label).toBe("A");
  expect(sectionAt(sections, 59)?.label).toBe("B");
  expect(sectionAt([], 5)).toBeUndefined();
});

describe("a region", () => {
  const region = { id: "r", label: "Part", startSeconds: 10, endSeconds: 20 };

  it("never turns around or gets too short", () => {
    expect(withEdge(region, "start", 25, 60).startSeconds).toBe(19.75);
    expect(withEdge(region, "end", 1, 60).endSeconds).toBe(10.25);
    expect(withEdge(region, "end", 99, 60).endSeconds).toBe(60);
  });

  it("is moved by the keys of its handles", () => {
    expect(edgeByKey(key("ArrowRight"), region, "start", 60)?.startSeconds).toBeCloseTo(10.1);
    expect(edgeByKey(key("ArrowLeft", true), region, "end", 60)?.endSeconds).toBe(19);
    expect(edgeByKey(key("Tab"), region, "end", 60)).toBeNull();
  });

  it("is moved by hundredths and tenths of a second where that matters", () => {
    const moved = (name: string, shift = false) =>
      edgeByKey(key(name, shift), region, "start", 60, true)?.startSeconds;
    expect(moved("ArrowRight")).toBeCloseTo(10.01);
    expect(moved("ArrowLeft", true)).toBeCloseTo(9.9);
  });
});
