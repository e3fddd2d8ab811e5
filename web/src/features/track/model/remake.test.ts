import { describe, expect, it } from "vitest";
import type { PlanView } from "./plan";
import { changesMusic, lengthAt, outcomeOf, remakeBody, transposedKey, UNCHANGED } from "./remake";

const layer = (name: string, role = name, locked = false) => ({
  name,
  role,
  instrument: name,
  manner: "",
  locked,
});
const plan = {
  layers: [layer("drums"), layer("bass"), layer("violin", "lead"), layer("pad", "pad", true)],
} as unknown as PlanView;
const dice = () => 99;

describe("a request", () => {
  it("names only what differs", () => {
    expect(
      remakeBody({ ...UNCHANGED, layers: ["bass"], transpose: -2, title: " Low " }, dice),
    ).toEqual({ layers: ["bass"], transpose: -2, title: "Low" });
  });

  it("throws dice for a whole new take, which needs no names", () => {
    const take = { ...UNCHANGED, take: true, layers: ["bass"], lock: ["drums"] };
    expect(remakeBody(take, dice)).toEqual({ seed: 99, lock: ["drums"] });
    expect(remakeBody({ ...take, seed: 0 }, dice)).toMatchObject({ seed: 0 });
  });

  it("leaves out holds and seeds where nothing is drawn again", () => {
    const slower = { ...UNCHANGED, tempoBpm: 60, lock: ["drums"], seed: 4 };
    expect(remakeBody(slower, dice)).toEqual({ tempo_bpm: 60 });
  });
});

it("asks for a change before it can be made", () => {
  expect(changesMusic({ ...UNCHANGED, title: "Other", stems: true })).toBe(false);
  expect(changesMusic({ ...UNCHANGED, brightness: 0 })).toBe(true);
  expect(changesMusic({ ...UNCHANGED, sections: ["2"] })).toBe(true);
});

describe("an outcome", () => {
  it("of a new melody changes the leads alone", () => {
    expect(outcomeOf(plan, { ...UNCHANGED, newMelody: true })).toEqual({
      redrawn: ["violin"],
      sections: [],
      kept: ["drums", "bass", "pad"],
    });
  });

  it("of a new take changes all but what is held, now or since an earlier remake", () => {
    const outcome = outcomeOf(plan, { ...UNCHANGED, take: true, lock: ["drums"] });
    expect(outcome.redrawn).toEqual(["bass", "violin"]);
    expect(outcome.kept).toEqual(["drums", "pad"]);
  });
});

describe("keys and lengths", () => {
  it.each([
    ["D minor", 2, "E minor"],
    ["C# minor", -1, "C minor"],
    ["B major", 1, "C major"],
    ["Gb major", 0, "Gb major"],
    ["?", 3, null],
  ])("%s moved by %s is %s", (key, semitones, to) => {
    expect(transposedKey(key, semitones)).toBe(to);
  });

  it("a slower piece gets longer", () => {
    expect(lengthAt(60, 120, 60)).toBe(120);
  });
});
