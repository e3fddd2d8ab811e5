import { describe, expect, it } from "vitest";
import { columnsIn, gridTemplate, SHAPES } from "./columns";
import { COLUMNS, read } from "./preferences";

describe("the columns", () => {
  it("are all there where there is room, without those that were left out", () => {
    expect(columnsIn(3000, [])).toEqual([...COLUMNS]);
    expect(columnsIn(3000, ["mood", "tags"])).not.toContain("mood");
  });

  it("never need more room than there is", () => {
    for (let width = 324; width < 1600; width += 13) {
      const fixed = columnsIn(width, []).reduce((sum, name) => sum + SHAPES[name].width, 324);
      expect(fixed).toBeLessThanOrEqual(width);
    }
  });

  it("come back one by one as the room grows", () => {
    let before: string[] = [];
    for (let width = 300; width < 1600; width += 10) {
      const now = columnsIn(width, []);
      for (const name of before) expect(now).toContain(name);
      before = now;
    }
  });

  it("give the title what is left", () => {
    expect(gridTemplate(["length"])).toBe("40px minmax(0, 1fr) 72px 44px");
  });
});

describe("how the list is drawn", () => {
  it("survives whatever was stored", () => {
    expect(read({ view: "grid", density: "tiny", hidden: ["mood", "x"] })).toEqual({
      view: "grid",
      density: "comfortable",
      hidden: ["mood"],
    });
    expect(read("nonsense")).toEqual(read(null));
  });
});
