import { describe, expect, it } from "vitest";
import { MAX_TAGS, suggested, tagsIn, withTags } from "./tags";

describe("tags", () => {
  it("are parted where people part them", () => {
    expect(tagsIn(" night, rain ;study\n#focus ,, ")).toEqual(["night", "rain", "study", "focus"]);
  });

  it("are there once, as they were written first, and never too many", () => {
    expect(withTags(["Night"], ["night", "rain", "Rain"])).toEqual(["Night", "rain"]);
    const many = Array.from({ length: 80 }, (_, number) => `tag ${number}`);
    expect(withTags([], many)).toHaveLength(MAX_TAGS);
  });

  it("are suggested by how they begin, then by what they hold", () => {
    const known = ["long night", "night", "Nightfall", "rain"];
    expect(suggested("nig", known, ["night"])).toEqual(["Nightfall", "long night"]);
    expect(suggested("", known, known)).toEqual([]);
  });
});
