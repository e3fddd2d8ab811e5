import { describe, expect, it } from "vitest";
import { parseDuration } from "./durations";

describe("parseDuration", () => {
  it.each([
    ["3:20", 200],
    ["1:02:03", 3723],
    ["90", 90],
    ["90s", 90],
    ["1m30s", 90],
    ["2h", 7200],
    ["1:30:00", 5400],
    ["1h 5m", 3900],
    ["2,5 min", 150],
    ["3 мин 20 с", 200],
    ["1 час", 3600],
  ])("reads %s", (text, seconds) => expect(parseDuration(text)).toBe(seconds));
  it.each(["", "soon", "3:99", "1 parsec", "5 min or so"])("refuses %j", (text) =>
    expect(parseDuration(text)).toBeNull(),
  );
});
