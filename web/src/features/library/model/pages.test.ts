import { describe, expect, it } from "vitest";
import type { Track } from "@/lib/api/client";
import { hasHole, onceEach, pagesFrom, placed } from "./pages";

const list = (ids: string) => [...ids].map((id) => ({ id }) as Track);
const page = (number: number, ids: string, total: number, at = 1) => ({
  page: number,
  told: { items: list(ids), total, next_cursor: null },
  at,
});
const shown = (tracks: readonly (Track | undefined)[]) =>
  tracks.map((track) => track?.id ?? ".").join("");

describe("a list that is read in places", () => {
  it("has its tracks where they stand, and holes between", () => {
    const { tracks, read } = placed([page(0, "abc", 8), page(2, "gh", 8)], 3);
    expect(shown(tracks)).toBe("abc...gh");
    expect(shown(read)).toBe("abcgh");
    expect(hasHole(tracks, 0, 2)).toBe(false);
    expect(hasHole(tracks, 2, 6)).toBe(true);
    expect(hasHole(tracks, 6, 50)).toBe(false);
  });

  it("is as long as was told last, and holds no track twice", () => {
    const pages = [page(1, "cde", 7, 1), page(0, "xab", 8, 2)];
    expect(shown(placed(pages, 3).tracks)).toBe("xabcde..");
    const moved = [page(0, "abc", 6, 2), page(1, "cde", 7, 1)];
    expect(shown(placed(moved, 3).tracks)).toBe("abc.de");
    expect(shown(placed([], 3).tracks)).toBe("");
  });

  it("knows in which pages places are", () => {
    expect(pagesFrom(0, 2, 3)).toEqual([0]);
    expect(pagesFrom(2, 9, 3)).toEqual([0, 1, 2, 3]);
    expect(pagesFrom(3, 2, 3)).toEqual([]);
    expect(shown(onceEach(list("abcbd")))).toBe("abcd");
  });
});
