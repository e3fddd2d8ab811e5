import { beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "@/lib/api/client";
import { readFields } from "@/components/schema-form/read";
import { changesBand, playersOf, withBand } from "./band";
import { readDraft, writeDraft } from "./draft";
import { drawSeed, MAX_SEED } from "@/lib/seed";
import { emptyValues, initialValues, NO_BAND_EDITS, withSeed } from "./form";
import { readMeaning, wordsByMeaning } from "./meanings";
import { orderOf, type Outline, planRequest } from "./order";
import { keyOf, readPlan, soundingTonic } from "./plan";
import { blocksOf, changed, givenSections, moved } from "./sections";
import { says, withoutWords, withWords } from "./words";

const raw = {
  title: "Quiet Window",
  genre: "lofi",
  moods: ["calm"],
  tempo_bpm: 78,
  tonic: 8,
  mode: "minor",
  seed: 5,
  extra: { kept: true },
  layers: [
    { name: "piano", role: "chords", instrument: "piano", manner: "lazy" },
    { name: "lead", role: "lead", instrument: "flute" },
    { name: "drums", role: "drums", instrument: "lofi_kit" },
  ],
  sections: [
    { name: "intro", bars: 2, energy: 0.2, layers: ["piano"], layer_seeds: { piano: 3 } },
    { name: "A", bars: 8, energy: 0.6, layers: ["piano", "lead", "drums"] },
  ],
};
const found = readPlan(raw);
if (!found) throw new Error("the plan can't be read");
const plan = found;
const engine = {
  name: "composer",
  presets: [
    { id: "study", label_en: "", label_ru: "", prompt: "lo-fi", parameters: { density: 0.4 } },
  ],
  capabilities: { stems: true, midi: false },
} as unknown as Engine;
const fields = readFields({
  properties: {
    tempo_bpm: { type: "number", minimum: 40, maximum: 220 },
    density: { type: "number" },
    plan: { type: "object" },
  },
});
const outline = { plan: raw } as unknown as Outline;

describe("words of the description", () => {
  it("are found as phrases", () => {
    expect(says("Calm Jazz, with piano", "jazz")).toBe(true);
    expect(says("jazzy piano", "jazz")).toBe(false);
    expect(says("мягкий лоу-фай", "лоу-фай")).toBe(true);
    expect(says("r&b at night", "r&b")).toBe(true);
    expect(says("anything", " ")).toBe(false);
  });

  it("come and go without a trace", () => {
    const prompts = ["", "calm", "calm, slow", "спокойная музыка"];
    for (const prompt of prompts) {
      const longer = withWords(prompt, "electric piano");
      expect(withWords(longer, "Electric Piano")).toBe(longer);
      expect(withoutWords(longer, "electric piano")).toBe(prompt);
    }
    expect(withoutWords("rain, jazz, piano", "jazz")).toBe("rain, piano");
    expect(withoutWords("soft jazz with piano", "jazz")).toBe("soft with piano");
    expect(withoutWords("jazz, jazz", "jazz")).toBe("");
    expect(withWords("calm, ", "rain")).toBe("calm, rain");
  });
});

describe("the band", () => {
  const edits = {
    removed: ["drums"],
    swapped: { piano: "harp", ghost: "tuba" },
    added: [{ instrument: "harp", role: "counter" }],
  };

  it("shows who plays, and what was changed", () => {
    expect(playersOf(plan, edits)).toEqual([
      { id: "piano", role: "chords", instrument: "harp", instead: "piano", added: false },
      { id: "lead", role: "lead", instrument: "flute", instead: null, added: false },
      { id: "0", role: "counter", instrument: "harp", instead: null, added: true },
    ]);
  });

  it("is written into the plan, names and dice included", () => {
    const played = withBand(plan, edits);
    expect(played.layers.map((one) => one.name)).toEqual(["harp", "lead", "harp_2"]);
    expect(played.sections.map((one) => one.layers)).toEqual([
      ["harp"],
      ["harp", "lead", "harp_2"],
    ]);
    expect(played.sections[0]?.layer_seeds).toEqual({ harp: 3 });
    expect(played.layers[0]?.manner).toBe("lazy");
    expect(played.extra).toEqual({ kept: true });
  });

  it("leaves no section silent", () => {
    const played = withBand(plan, { ...NO_BAND_EDITS, removed: ["piano"] });
    expect(played.sections[0]?.layers).toEqual(["lead"]);
  });

  it("is the plan's own where the edits concern other bands", () => {
    const elsewhere = { ...NO_BAND_EDITS, removed: ["banjo"], swapped: { lead: "flute" } };
    expect(changesBand(plan, elsewhere)).toBe(false);
    expect(withBand(plan, elsewhere)).toBe(plan);
  });
});

describe("sections", () => {
  it("are drawn with the plan's energy", () => {
    expect(blocksOf(plan, null).map((one) => one.energy)).toEqual([0.2, 0.6]);
    const given = [
      { name: "all", bars: 4 },
      { name: "more", bars: 20 },
      { name: "beyond", bars: 1 },
    ];
    const [all, more, beyond] = blocksOf({ ...plan, energy: 0.5 }, given);
    expect(all?.energy).toBeCloseTo(0.4);
    expect(more?.energy).toBeCloseTo(0.6);
    expect(beyond?.energy).toBe(0.5);
  });

  it("are read, changed and moved", () => {
    expect(givenSections("intro 4")).toBeNull();
    expect(givenSections([{ name: "A", bars: 8 }, { name: 3 }])).toEqual([{ name: "A", bars: 8 }]);
    const list = [
      { name: "A", bars: 8 },
      { name: "B", bars: 4 },
    ];
    expect(changed(list, 1, { bars: 6 })[1]).toEqual({ name: "B", bars: 6 });
    expect(moved(list, 0, 1).map((one) => one.name)).toEqual(["B", "A"]);
    expect(moved(list, 0, 2)).toBe(list);
  });
});

describe("meanings", () => {
  const instruments = new Set(["electric_piano", "drums"]);
  it("are told apart", () => {
    expect(readMeaning("genre deep house", instruments)).toEqual({
      kind: "genre",
      id: "deep_house",
    });
    expect(readMeaning("electric piano", instruments)).toEqual({
      kind: "instrument",
      id: "electric_piano",
    });
    expect(readMeaning("no drums", instruments)).toMatchObject({ what: { id: "drums" } });
    expect(readMeaning("tempo 82 bpm", instruments)).toEqual({ kind: "tempo", bpm: "82" });
    expect(readMeaning("key D minor (overruled by the key that was set)", instruments)).toEqual({
      kind: "overruled",
      what: { kind: "key", key: "D minor" },
    });
    expect(readMeaning("length 180 seconds", instruments)).toEqual({
      kind: "length",
      seconds: 180,
    });
    expect(readMeaning("plays alone", instruments)).toEqual({ kind: "said", said: "alone" });
    expect(readMeaning("a nocturnal character", instruments)).toEqual({
      kind: "feel",
      feel: "nocturnal",
    });
    expect(readMeaning("structure: no drop", instruments)).toEqual({
      kind: "no",
      what: { kind: "hint", hint: "drop" },
    });
    expect(readMeaning("a colour of deep house (the nearest here)", instruments)).toEqual({
      kind: "nearest",
      what: { kind: "colour", id: "deep_house" },
    });
    expect(readMeaning("electric piano, drums", instruments)).toMatchObject({
      of: [{ id: "electric_piano" }, { id: "drums" }],
    });
    expect(readMeaning("meter 3/4, 3 beats per bar", instruments)).toEqual({
      kind: "beats",
      beats: 3,
    });
    expect(readMeaning("tempo 90 bpm, overruled by the first number", instruments)).toEqual({
      kind: "overruled",
      what: { kind: "tempo", bpm: "90" },
    });
    expect(readMeaning("no drums at first", instruments)).toMatchObject({ what: { id: "drums" } });
    expect(readMeaning("no plan", instruments)).toEqual({ kind: "other", text: "no plan" });
  });

  it("lead back to the words", () => {
    const words = wordsByMeaning(
      [
        { text: "дождём", meaning: "ambience rain" },
        { text: "chill", meaning: "genre lofi; mood calm" },
      ],
      instruments,
    );
    expect(words.get("ambience:rain")).toBe("дождём");
    expect(words.get("mood:calm")).toBe("chill");
  });
});

describe("orders", () => {
  const values = { ...emptyValues(), prompt: " calm ", seed: 7, parameters: { tempo_bpm: 80 } };

  it("send what is set and accepted", () => {
    const wild = { ...values, parameters: { tempo_bpm: 500, density: 0.2 } };
    expect(planRequest(wild, engine, fields)).toEqual({
      engine: "composer",
      prompt: "calm",
      seed: 7,
      parameters: { density: 0.2 },
    });
    const order = orderOf(
      { ...values, midi: true, stems: true, title: " T " },
      engine,
      fields,
      outline,
      "music",
    );
    expect(order).toEqual({
      engine: "composer",
      prompt: "calm",
      seed: 7,
      parameters: { tempo_bpm: 80 },
      stems: true,
      title: "T",
    });
    expect(orderOf({ ...values, prompt: "" }, engine, fields, outline, "music")).toMatchObject({
      prompt: "music",
    });
  });

  it("hold the plan where the band was changed", () => {
    const edited = {
      ...values,
      likeTrackId: "t1",
      band: { ...NO_BAND_EDITS, removed: ["drums"] },
    };
    const order = orderOf(edited, engine, fields, outline, "music");
    expect(order).not.toHaveProperty("like_track_id");
    expect(order).toMatchObject({ parameters: { tempo_bpm: 80, plan: { title: "Quiet Window" } } });
    const several = orderOf({ ...edited, count: 3 }, engine, fields, outline, "music");
    if (!("items" in several)) throw new Error("several takes are several orders");
    expect(several.items.map((one) => [one.seed, one.title, one.count])).toEqual([
      [7, undefined, undefined],
      [8, "Quiet Window (2)", undefined],
      [9, "Quiet Window (3)", undefined],
    ]);
    const seeds = several.items.map((one) => readPlan(one.parameters?.plan)?.seed);
    expect(seeds).toEqual([5, 6, 7]);
    const kin = orderOf({ ...edited, count: 3, keep: "melody" }, engine, fields, outline, "music");
    expect(kin).toMatchObject({ count: 3, keep: "melody", parameters: { plan: {} } });
  });
});

describe("the form", () => {
  beforeEach(() => localStorage.clear());

  it("comes from the draft, and the address wins", () => {
    const draft = { prompt: "draft", presetId: null, count: 3 };
    expect(initialValues(draft, { duration: 90 }, engine)).toMatchObject({
      prompt: "draft",
      count: 3,
      durationSeconds: 90,
    });
    expect(initialValues(draft, { preset: "study" }, engine)).toMatchObject({
      prompt: "lo-fi",
      parameters: { density: 0.4 },
    });
    const own = { ...draft, presetId: "study", parameters: { density: 0.9 } };
    expect(initialValues(own, { preset: "study" }, engine).parameters).toEqual({ density: 0.9 });
  });

  it("is kept between visits, but for what is too large or of another shape", () => {
    const large = "x".repeat(300_000);
    const values = { ...emptyValues(), prompt: "mine", parameters: { midi: large, key: "A" } };
    writeDraft("composer", values);
    writeDraft("other", emptyValues());
    expect(readDraft("composer")).toEqual({ ...values, parameters: { key: "A" } });
    localStorage.setItem("mgl.create.draft.v1", '{"composer":{"prompt":4,"count":2,"band":{}}}');
    expect(readDraft("composer")).toEqual({ count: 2 });
    localStorage.setItem("mgl.create.draft.v1", "no JSON");
    expect(readDraft("composer")).toEqual({});
  });

  it("draws seeds that leave room for variations", () => {
    expect(drawSeed(() => 0)).toBe(0);
    expect(drawSeed(() => 0.999999999) + 49).toBeLessThanOrEqual(MAX_SEED);
  });
});

describe("other dice", () => {
  it("are those of the plan where one is held", () => {
    const values = { ...emptyValues(), parameters: { tempo_bpm: 80 } };
    expect(withSeed(values, 3)).toEqual({ ...values, seed: 3 });
    const held = withSeed({ ...values, parameters: { plan: raw } }, 3);
    expect([held.seed, readPlan(held.parameters.plan)?.seed]).toEqual([3, 3]);
  });
});

describe("keys", () => {
  it("are named as the engine names them", () => {
    expect(keyOf(-1, "dorian")).toBe("B dorian");
    expect(soundingTonic({ ...plan, transpose_semitones: -9 })).toBe(11);
  });
});
