import { describe, expect, it } from "vitest";
import { momentOf } from "../api/use-seam";
import { readLoopsSearch, type LoopsSearch } from "../search";
import {
  bodyOf,
  durationOf,
  fieldOf,
  modeOf,
  numberOf,
  placeOf,
  wrongFields,
  type Candidate,
} from "./order";
import { peaksIn } from "./peaks";
import { bytesOf, lengthOf } from "./size";

const TRACK = "01kaj6x4m8v2q9t3r7w5c1n0ze";
const candidate = (start: number, end: number) =>
  ({ start_seconds: start, end_seconds: end }) as Candidate;
const candidates = [candidate(2, 10), candidate(2, 18)];

describe("the address", () => {
  it("holds the whole order, and leaves out what doesn't fit", () => {
    const order: LoopsSearch = {
      track: TRACK,
      mode: "jukebox",
      duration: "1h",
      window: "60",
      formats: ["mp3", "wav"],
    };
    expect(readLoopsSearch({ ...order })).toEqual(order);
    expect(
      readLoopsSearch({
        track: "x",
        mode: "shuffle",
        start: 5,
        end: 4,
        pick: 99,
        formats: ["exe"],
      }),
    ).toEqual({});
  });

  it("keeps a number as it was typed, and one recording at a time", () => {
    expect(readLoopsSearch({ duration: 90, track: TRACK, upload: TRACK })).toEqual({
      duration: "90",
      track: TRACK,
    });
  });
});

describe("what is typed", () => {
  it.each([
    ["90", 90],
    ["1m30s", 90],
    ["2h", 7200],
    ["1:30:00", 5400],
    ["12h", 43_200],
    ["30", null],
    ["13h", null],
    ["soon", null],
    ["", null],
  ])("as a length: %j", (text, seconds) => expect(durationOf(text)).toBe(seconds));

  it("as a number is one, nothing, or nothing that can be meant", () => {
    expect(numberOf("crossfade", "2,5")).toBe(2.5);
    expect(numberOf("crossfade", " ")).toBeNull();
    expect(numberOf("crossfade", "31")).toBeUndefined();
    expect(numberOf("times", "2.5")).toBeUndefined();
  });

  it("is only wrong where it matters", () => {
    const order = { duration: "never", times: "0", window: "-1", crossfade: "2" };
    expect([...wrongFields(order, "seamless")]).toEqual(["duration"]);
    expect([...wrongFields({ ...order, measure: "times" }, "seamless")]).toEqual(["times"]);
    expect([...wrongFields({ ...order, measure: "only" }, "seamless")]).toEqual([]);
    expect([...wrongFields({ ...order, measure: "only" }, "jukebox")]).toEqual([
      "window",
      "duration",
    ]);
  });
});

describe("the order", () => {
  it("takes the candidate that was picked, or the loop that was set by hand", () => {
    expect(placeOf({}, candidates)).toEqual({ start: 2, end: 10 });
    expect(placeOf({ pick: 2 }, candidates)).toEqual({ start: 2, end: 18 });
    expect(placeOf({ pick: 2, start: 3, end: 5 }, candidates)).toEqual({ start: 3, end: 5 });
    expect(placeOf({ mode: "jukebox" }, candidates)).toBeNull();
    expect(modeOf({}, [])).toBe("crossfade");
    expect(placeOf({}, [])).toBeNull();
  });

  it("says to the server what stands on the page, and nothing that isn't seen", () => {
    const order: LoopsSearch = { track: TRACK, pick: 2, window: "60", times: "3", duration: "11h" };
    expect(bodyOf(order, candidates)).toEqual({
      track_id: TRACK,
      mode: null,
      pick: 2,
      duration_seconds: 39_600,
      loop_only: false,
      fade_in_seconds: 0,
      formats: ["mp3"],
      up_to_12_hours: true,
      priority: "normal",
    });
    expect(bodyOf({ ...order, mode: "jukebox", measure: "only" }, candidates)).toMatchObject({
      mode: "jukebox",
      duration_seconds: 39_600,
      loop_only: false,
      window_seconds: 60,
    });
    expect(bodyOf({ upload: TRACK, start: 1, end: 3, pick: 2, measure: "only" }, [])).toMatchObject(
      {
        upload_id: TRACK,
        pick: 1,
        start_seconds: 1,
        end_seconds: 3,
        loop_only: true,
      },
    );
  });

  it("shows a refusal at the field that is seen", () => {
    expect(fieldOf(["window_seconds"], {}, "jukebox")).toBe("window");
    expect(fieldOf(["window_seconds"], {}, "seamless")).toBeUndefined();
    expect(fieldOf(["duration_seconds"], {}, "seamless")).toBe("duration");
  });
});

describe("what comes of it", () => {
  const source = { seconds: 180, sampleRate: 48_000, channels: 2 };
  const place = { start: 10, end: 20 };

  it("is as long as asked: intro and ending once, the loop so many times", () => {
    expect(lengthOf({ measure: "times", times: "5" }, "seamless", place, 30)).toBe(70);
    expect(lengthOf({ measure: "only" }, "seamless", place, 30)).toBe(10);
    expect(lengthOf({ duration: "2h" }, "seamless", null, 30)).toBe(7200);
    expect(lengthOf({ measure: "times", times: "5" }, "seamless", null, 30)).toBeNull();
  });

  it("weighs what its format takes", () => {
    expect(bytesOf("mp3", 3600, source, "seamless")).toBe(144e6);
    expect(bytesOf("wav", 60, source, "seamless")).toBe(60 * 48_000 * 2 * 3);
    expect(bytesOf("m4a", 36_000, source, "seamless")).toBeLessThan(15e6);
    expect(bytesOf("m4a", 36_000, source, "jukebox")).toBe(36_000 * 32_000);
  });
});

it("follows a seam through the recording", () => {
  expect(momentOf({ start: 10, end: 30 }, 0)).toBe(26);
  expect(momentOf({ start: 10, end: 30 }, 5)).toBe(11);
  expect(momentOf({ start: 0, end: 2 }, 1)).toBe(1);
  expect(momentOf({ start: 0, end: 2 }, 4.5)).toBe(0.5);
});

it("draws the extremes of each stretch", () => {
  expect(peaksIn(Float32Array.of(0.5, -0.25, 0, 0.125), 2)).toEqual([
    [-0.25, 0.5],
    [0, 0.125],
  ]);
});
