import { describe, expect, it } from "vitest";
import { readPlan } from "./plan";

const section = (name: string, bars: number) => ({ name, bars, energy: 0.5, layers: ["keys"] });
const stored = {
  genre: "lofi",
  tempo_bpm: 120,
  beats_per_bar: 4,
  tonic: 2,
  mode: "minor",
  transpose_semitones: -3,
  layers: [{ name: "keys", role: "chords", instrument: "piano" }],
  sections: [section("intro", 4), section("A", 8), section("outro", 4)],
};

describe("a plan", () => {
  it("is laid out in seconds, its last section ringing on to the end", () => {
    const spans = readPlan(stored, 36)?.sections.map((one) => [one.startSeconds, one.endSeconds]);
    expect(spans).toEqual([
      [0, 8],
      [8, 24],
      [24, 36],
    ]);
  });

  it("that tells of a part alone leaves the rest open", () => {
    expect(readPlan(stored, 600)?.sections.at(-1)?.endSeconds).toBe(32);
  });

  it("that is longer than the recording ends with it", () => {
    const sections = readPlan(stored, 20)?.sections;
    expect(sections?.map((one) => one.endSeconds)).toEqual([8, 20]);
  });

  it("tells the key that is heard", () => {
    expect(readPlan(stored, 36)?.key).toBe("B minor");
    expect(readPlan(stored, 36, "D minor")?.key).toBe("D minor");
  });

  it.each([null, "text", {}, { tempo_bpm: 120 }, { sections: [section("A", 4)] }])(
    "is none: %j",
    (other) => {
      expect(readPlan(other, 60)).toBeNull();
    },
  );
});
