import { describe, expect, it } from "vitest";
import { misfit } from "./json-check";

const schema = {
  $defs: {
    Part: {
      type: "object",
      properties: {
        name: { type: "string", minLength: 1, pattern: "^[a-z]+$" },
        bars: { type: "integer", minimum: 1, exclusiveMaximum: 65 },
        mode: { enum: ["major", "minor"] },
      },
      required: ["name"],
      additionalProperties: false,
    },
  },
  anyOf: [
    { type: "string", maxLength: 3 },
    { type: "array", items: { $ref: "#/$defs/Part" }, minItems: 1, maxItems: 2 },
    { type: "null" },
  ],
};

describe("a value against its JSON schema", () => {
  it.each([
    ["abc", null],
    [null, null],
    [[{ name: "verse", bars: 8, mode: "minor" }], null],
    ["abcd", "length ≤ 3"],
    [[], "string"],
    [7, "string"],
    [[{ name: "verse", bars: 0 }], "0.bars: ≥ 1"],
    [[{ name: "verse", bars: 65 }], "0.bars: < 65"],
    [[{ name: "verse", bars: 1.5 }], "0.bars: integer"],
    [[{ name: "a" }, { name: "A" }], "1.name: ^[a-z]+$"],
    [[{ name: "" }], "0.name: ^[a-z]+$"],
    [[{ bars: 4 }], "0.name: …"],
    [[{ name: "a", mode: "lydian" }], '0.mode: "major" | "minor"'],
    [[{ name: "a", odd: true }], "0.odd: —"],
  ])("%j: %s", (value, trouble) => {
    expect(misfit(value, schema)).toBe(trouble);
  });

  it("lets through what it doesn't know, and schemas that lead to themselves", () => {
    expect(misfit({ any: 1 }, { uniqueItems: true })).toBeNull();
    const endless = { $defs: { A: { $ref: "#/$defs/A" } }, $ref: "#/$defs/A" };
    expect(misfit(1, endless)).toBeNull();
    const inAll = { allOf: [{ type: "number" }, { maximum: 3 }] };
    expect(misfit(4, inAll)).toBe("≤ 3");
  });
});
