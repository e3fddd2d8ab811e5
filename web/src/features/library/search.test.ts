import { describe, expect, it } from "vitest";
import { readLibrarySearch } from "./search";

const ID = "01m7ztwqzmszx2sppp59df7g87";

describe("the library's address", () => {
  it("keeps what it knows", () => {
    const search = {
      q: "rain",
      genre: ["lofi", "jazz"],
      favorite: true,
      rating: 4,
      collection: ID,
      sort: "position",
      order: "asc",
    };
    expect(readLibrarySearch(search)).toEqual(search);
  });

  it("leaves out what doesn't fit, and keeps the rest", () => {
    const search = { q: "  ", rating: 9, sort: "colour", collection: "../x", favorite: "yes" };
    expect(readLibrarySearch({ ...search, tag: "night", slowest: 80 })).toEqual({
      tag: ["night"],
      slowest: 80,
    });
  });

  it("takes a name that looks like a number for a name", () => {
    expect(readLibrarySearch({ q: 1984, tag: [7, "seven", 7] })).toEqual({
      q: "1984",
      tag: ["7", "seven"],
    });
  });

  it("has no order by position outside of a collection", () => {
    expect(readLibrarySearch({ sort: "position" })).toEqual({});
  });
});
