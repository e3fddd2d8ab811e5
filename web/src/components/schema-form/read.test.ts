import { describe, expect, it } from "vitest";
import { type JsonSchema, readFields } from "./read";
import { acceptedOnly, zodOfFields } from "./validate";

const composerLike: JsonSchema = {
  type: "object",
  $defs: {
    GivenSection: {
      type: "object",
      properties: { name: { type: "string" }, bars: { type: "integer", minimum: 1, maximum: 64 } },
      required: ["name", "bars"],
    },
    Role: { type: "string", enum: ["lead", "bass"], title: "Role" },
  },
  properties: {
    tempo_bpm: {
      anyOf: [{ type: "number", minimum: 40, maximum: 220 }, { type: "null" }],
      default: null,
      title: "Tempo",
      description: "Beats per minute.",
    },
    sections: {
      anyOf: [
        { type: "string" },
        { type: "array", items: { $ref: "#/$defs/GivenSection" }, minItems: 1 },
        { type: "null" },
      ],
      default: null,
    },
    chords: { anyOf: [{ type: "string", minLength: 1, maxLength: 20000 }, { type: "null" }] },
    midi: {
      anyOf: [{ type: "string", maxLength: 40 }, { type: "null" }],
      contentEncoding: "base64",
      contentMediaType: "audio/midi",
    },
    loop_ready: { type: "boolean", default: false },
    sounds: { type: "string", enum: ["auto", "synth"], default: "auto" },
    role: { allOf: [{ $ref: "#/$defs/Role" }], default: "lead" },
  },
};

const songLike: JsonSchema = {
  type: "object",
  required: ["style", "steps"],
  properties: {
    style: { type: "string", minLength: 2, maxLength: 80, pattern: "^[a-z ]+$" },
    steps: { type: "integer", exclusiveMinimum: 0, maximum: 100 },
    guidance: { type: ["number", "null"], minimum: 0 },
    languages: {
      type: "array",
      items: { enum: ["en", "ru", "de"] },
      maxItems: 2,
      uniqueItems: true,
    },
    tags: { type: "array", items: { type: "string" } },
    quality: {
      oneOf: [
        { const: 1, title: "Draft" },
        { const: 2, title: "Fine" },
      ],
    },
    curve: { type: "array", items: { type: "number" } },
    lyrics: { type: "string", contentMediaType: "text/plain" },
    me: { $ref: "#/properties/me" },
  },
};

const kinds = (schema: JsonSchema) =>
  Object.fromEntries(readFields(schema).map((field) => [field.name, field.kind]));

describe("readFields", () => {
  it("finds how each parameter is asked for", () => {
    expect(kinds(composerLike)).toEqual({
      tempo_bpm: "slider",
      sections: "json",
      chords: "lines",
      midi: "file",
      loop_ready: "toggle",
      sounds: "choice",
      role: "choice",
    });
    expect(kinds(songLike)).toEqual({
      style: "text",
      steps: "slider",
      guidance: "number",
      languages: "choices",
      tags: "list",
      quality: "choice",
      curve: "json",
      lyrics: "lines",
      me: "json",
    });
  });

  it("keeps names, limits and what stands for nothing", () => {
    const [tempo, sections] = readFields(composerLike);
    expect(tempo).toMatchObject({
      title: "Tempo",
      description: "Beats per minute.",
      minimum: 40,
      maximum: 220,
      nullable: true,
      required: false,
      standard: undefined,
    });
    expect(sections).toMatchObject({ title: "Sections", takesText: true });
    const steps = readFields(songLike)[1];
    expect(steps).toMatchObject({ openMinimum: true, integer: true, step: 1, required: true });
    const quality = readFields(songLike).find((field) => field.name === "quality");
    expect(quality?.options).toEqual([
      { value: 1, label: "Draft" },
      { value: 2, label: "Fine" },
    ]);
  });

  it("makes nothing of a schema that describes no object", () => {
    expect(readFields({})).toEqual([]);
    expect(readFields({ properties: { a: true } })).toEqual([]);
  });
});

describe("zodOfFields", () => {
  const composer = zodOfFields(readFields(composerLike));
  const song = zodOfFields(readFields(songLike));
  const codes = (result: ReturnType<typeof composer.safeParse>) =>
    Object.fromEntries((result.error?.issues ?? []).map((one) => [one.path.join("."), one.code]));

  it("lets alone what is not set", () => {
    expect(composer.safeParse({}).success).toBe(true);
    expect(composer.safeParse({ tempo_bpm: undefined, chords: null }).success).toBe(true);
    expect(codes(song.safeParse({}))).toEqual({ style: "invalid_type", steps: "invalid_type" });
  });

  it("holds to the limits", () => {
    expect(
      codes(composer.safeParse({ tempo_bpm: 500, sounds: "loud", midi: "x".repeat(41) })),
    ).toEqual({
      tempo_bpm: "too_big",
      sounds: "custom",
      midi: "too_big",
    });
    const wrong = { style: "ABC", steps: 0, languages: ["en", "ru", "de"], quality: 3 };
    expect(codes(song.safeParse(wrong))).toEqual({
      style: "invalid_format",
      steps: "too_small",
      languages: "too_big",
      quality: "custom",
    });
    expect(song.safeParse({ style: "folk", steps: 2.5 }).success).toBe(false);
  });

  it("looks into structures, and names the place", () => {
    expect(composer.safeParse({ sections: "intro 4, verse 8" }).success).toBe(true);
    expect(composer.safeParse({ sections: [{ name: "verse", bars: 8 }] }).success).toBe(true);
    expect(composer.safeParse({ sections: [] }).success).toBe(false);
    expect(composer.safeParse({ sections: [{ name: "verse", bars: 0 }] }).success).toBe(false);
    const bad = song.safeParse({ style: "folk", steps: 3, curve: [1, "x"] });
    expect(bad.error?.issues[0]?.message).toMatch(/^1: /);
  });

  it("sends only what is accepted", () => {
    const fields = readFields(composerLike);
    const values = {
      tempo_bpm: 500,
      sounds: "synth",
      chords: null,
      extra: 1,
      loop_ready: undefined,
    };
    expect(acceptedOnly(fields, values)).toEqual({ sounds: "synth", extra: 1 });
  });
});
