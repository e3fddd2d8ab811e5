import { describe, expect, it } from "vitest";
import { bounds, rangeShown, shownAs } from "./ranges";

describe("a range that is typed", () => {
  it("is read as people write numbers, in the units of the request", () => {
    expect(bounds("1,5", "3", 60)).toEqual([90, 180]);
    expect(bounds("", "120", 1)).toEqual([undefined, 120]);
  });

  it("is turned round when it is the wrong way round", () => {
    expect(bounds("10", "2", 1)).toEqual([2, 10]);
  });

  it("has no bound where no number is", () => {
    expect(bounds("slow", "-4", 1)).toEqual([undefined, undefined]);
  });

  it("is shown as it was typed", () => {
    expect(shownAs(90, 60)).toBe("1.5");
    expect(shownAs(undefined, 60)).toBe("");
    expect(rangeShown(60, 180, 60)).toBe("1–3");
    expect(rangeShown(60, undefined, 60)).toBe("≥ 1");
    expect(rangeShown(undefined, 90, 60)).toBe("≤ 1.5");
  });
});
