import { describe, expect, it } from "vitest";
import { inParts, inverseOf } from "./batches";

describe("batches", () => {
  it("are parted without losing or doubling any", () => {
    const ids = Array.from({ length: 1201 }, (_, number) => String(number));
    const parts = inParts(ids);
    expect(parts.map((part) => part.length)).toEqual([500, 500, 201]);
    expect(parts.flat()).toEqual(ids);
    expect(inParts([])).toEqual([]);
  });

  it("are taken back to what each track was", () => {
    const change = (track_id: string, before: unknown) => ({
      track_id,
      title: track_id,
      fields: { album: { before, after: "Nights" }, tags: { before: ["a"], after: [] } },
    });
    const changes = [change("1", "Old"), change("2", ""), change("3", "Old")];
    expect(inverseOf(changes)).toEqual([
      { ids: ["1", "3"], set: { album: "Old", tags: ["a"] } },
      { ids: ["2"], set: { album: "", tags: ["a"] } },
    ]);
  });
});
