import { describe, expect, it } from "vitest";
import { designOf } from "./design";

const ids = Array.from({ length: 300 }, (_, number) => `01m7ztwqzmszx2sppp59${number}`);

describe("the drawn cover", () => {
  it("is the same whenever it is drawn", () => {
    for (const id of ids) expect(designOf(id, "lofi")).toEqual(designOf(id, "lofi"));
  });

  it("differs between tracks of one genre", () => {
    const drawn = new Set(ids.map((id) => JSON.stringify(designOf(id, "techno"))));
    expect(drawn.size).toBe(ids.length);
  });

  it("holds only numbers that can be drawn, for known genres and for any other", () => {
    for (const genre of ["lofi", "house", "", "Новая волна"]) {
      for (const id of ids) {
        const { layers, palette } = designOf(id, genre);
        expect(layers.map((layer) => layer.path).join("")).not.toMatch(/NaN|Infinity|undefined/);
        for (const colour of palette) expect(colour).toMatch(/^oklch\(0\.\d+ 0\.\d+ \d+\)$/);
      }
    }
  });

  it("draws circles whose halves meet", () => {
    for (const id of ids) {
      const paths = designOf(id, "lofi")
        .layers.map((layer) => layer.path)
        .join("");
      for (const [, radius, across] of paths.matchAll(/a(\S+) \S+ 0 1 0 (\S+) 0a/g))
        expect(Number(across)).toBeCloseTo(2 * Number(radius), 6);
    }
  });

  it("gives the calm genres no level meters or boards", () => {
    const names = new Set(ids.map((id) => designOf(id, "sleep").name));
    expect([...names].sort()).toEqual(["hills", "record", "rings", "strings"]);
  });
});
