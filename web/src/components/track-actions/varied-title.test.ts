import { expect, test } from "vitest";
import { variedTitle } from "./varied-title";

test("a variation is called after its track, and counted", () => {
  expect(variedTitle("Rain", "variation")).toBe("Rain (variation)");
  expect(variedTitle("Rain (variation)", "variation")).toBe("Rain (variation 2)");
  expect(variedTitle("Rain (variation 9)", "variation")).toBe("Rain (variation 10)");
  expect(variedTitle("Rain (live)", "variation")).toBe("Rain (live) (variation)");
  expect(variedTitle("Дождь (вариация)", "вариация")).toBe("Дождь (вариация 2)");
});

test("a long title leaves room for it", () => {
  const title = variedTitle("a".repeat(300), "variation");
  expect(title).toHaveLength(300);
  expect(title.endsWith("a (variation)")).toBe(true);
});
