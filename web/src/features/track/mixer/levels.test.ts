import { describe, expect, it } from "vitest";
import {
  correction,
  factorOf,
  fitsInMemory,
  FLAT,
  gainsOf,
  isFlat,
  matchedDb,
  SILENT_DB,
} from "./levels";

const IDS = ["drums", "bass", "keys"];

describe("a mix", () => {
  it("is the whole at first", () => {
    expect(gainsOf(IDS, {})).toEqual({ drums: 1, bass: 1, keys: 1 });
    expect(isFlat(IDS, {})).toBe(true);
  });

  it("silences the rest for solos, and mutes even a solo", () => {
    const mix = {
      drums: { ...FLAT, solo: true },
      bass: { ...FLAT, solo: true, muted: true },
    };
    expect(gainsOf(IDS, mix)).toEqual({ drums: 1, bass: 0, keys: 0 });
    expect(isFlat(IDS, mix)).toBe(false);
  });

  it("follows the faders down to silence", () => {
    expect(factorOf(-6)).toBeCloseTo(0.501, 3);
    expect(factorOf(SILENT_DB)).toBe(0);
  });
});

describe("matched loudness", () => {
  it("turns all down to the softest, so that nothing can clip", () => {
    expect(matchedDb([-14, -16.5])).toEqual([-2.5, 0]);
  });

  it("leaves all alone when one is unknown", () => {
    expect(matchedDb([-14, null])).toEqual([0, 0]);
  });
});

describe("memory", () => {
  it("holds seven stems of three minutes, and streams what is longer or more", () => {
    expect(fitsInMemory(7, 180, 44_100)).toBe(true);
    expect(fitsInMemory(2, 361, 44_100)).toBe(false);
    expect(fitsInMemory(12, 300, 48_000)).toBe(false);
  });

  it("is asked for less on small machines", () => {
    expect(fitsInMemory(7, 180, 44_100, 4)).toBe(false);
  });
});

describe("streams", () => {
  it("come back by a jump when far off, else by their rate, and stay when together", () => {
    expect(correction(0.5)).toBe("jump");
    expect(correction(-0.5)).toBe("jump");
    expect(correction(0.05)).toBeLessThan(1);
    expect(correction(-0.05)).toBeGreaterThan(1);
    expect(correction(0.004)).toBe(1);
  });
});
