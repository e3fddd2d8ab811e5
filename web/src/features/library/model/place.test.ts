import { describe, expect, it } from "vitest";
import type { Track } from "@/lib/api/client";
import { leavePlace, placeOf, shiftOf } from "./place";

const list = (ids: string) => [...ids].map((id) => ({ id }) as Track);

describe("the place in the list", () => {
  it("follows what came and went above it", () => {
    expect(shiftOf(list("abcd"), list("xyabcd"), 2)).toBe(2);
    expect(shiftOf(list("abcd"), list("bcd"), 2)).toBe(-1);
    expect(shiftOf(list("abcd"), list("xbcd"), 2)).toBe(0);
  });

  it("stays where nothing moved, where its track is gone, and where only the order changed", () => {
    expect(shiftOf(list("abcd"), list("abcdef"), 2)).toBe(0);
    expect(shiftOf(list("abcd"), list("xabd"), 2)).toBe(0);
    expect(shiftOf(list("abcd"), list("cabd"), 2)).toBe(0);
  });

  it("follows what moves together where what stands above is not known", () => {
    const sparse = (ids: string) =>
      [...ids].map((id) => (id === "." ? undefined : ({ id } as Track)));
    expect(shiftOf(sparse("ab....gh"), sparse("xab....gh"), 6)).toBe(1);
    expect(shiftOf(sparse("ab....gh"), sparse("ab..efgh"), 6)).toBe(0);
    expect(shiftOf(sparse("ab....gh"), sparse("ab...g.h"), 6)).toBe(0);
  });

  it("is found again by its own list, until another is left", () => {
    leavePlace({ key: "newest", offset: 400 });
    expect(placeOf("newest")).toBe(400);
    expect(placeOf("other")).toBe(0);
    leavePlace({ key: "other", offset: 20 });
    expect(placeOf("newest")).toBe(0);
  });
});
