import { expect, test } from "vitest";
import { readJobsSearch } from "./search";

test("filters are read from the address, and what doesn't fit is left out", () => {
  const good = { status: "failed", kind: "loop", engine: "composer" };
  expect(readJobsSearch(good)).toEqual(good);
  expect(readJobsSearch({ status: "done", kind: 3, engine: "<script>", more: 1 })).toEqual({});
});
