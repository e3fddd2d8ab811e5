import { describe, expect, it } from "vitest";
import { stepOf } from "./steps";

describe("the keys in a list", () => {
  it("go line by line and stay in it", () => {
    expect(stepOf("ArrowDown", 0, 1, 3)).toBe(1);
    expect(stepOf("ArrowDown", 2, 1, 3)).toBe(2);
    expect(stepOf("ArrowUp", 0, 1, 3)).toBe(0);
    expect(stepOf("End", 1, 1, 30)).toBe(29);
    expect(stepOf("Home", 17, 1, 30)).toBe(0);
    expect(stepOf("PageDown", 25, 1, 30)).toBe(29);
  });

  it("go in both directions over a grid", () => {
    expect(stepOf("ArrowRight", 3, 4, 10)).toBe(4);
    expect(stepOf("ArrowLeft", 0, 4, 10)).toBe(0);
    expect(stepOf("ArrowDown", 1, 4, 10)).toBe(5);
    expect(stepOf("ArrowUp", 2, 4, 10)).toBe(2);
  });

  it("lead from the line before the last into a shorter last line, and no further", () => {
    expect(stepOf("ArrowDown", 7, 4, 10)).toBe(9);
    expect(stepOf("ArrowDown", 9, 4, 10)).toBe(9);
  });

  it("leave other keys, and empty lists, alone", () => {
    expect(stepOf("ArrowRight", 0, 1, 3)).toBeNull();
    expect(stepOf("a", 0, 1, 3)).toBeNull();
    expect(stepOf("ArrowDown", 0, 1, 0)).toBeNull();
  });
});
