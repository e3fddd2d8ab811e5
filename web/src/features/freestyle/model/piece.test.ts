import { describe, expect, it } from "vitest";
import { changed, quickReplies, readPiece } from "./piece";

const plan = {
  genre: "lofi",
  moods: ["calm"],
  tempo_bpm: 78,
  tonic: 11,
  transpose_semitones: 2,
  mode: "minor",
  layers: [
    { name: "keys", role: "chords", instrument: "electric_piano" },
    { name: "drums", role: "drums", instrument: "lofi_kit" },
  ],
  sections: [{ name: "A", bars: 8, energy: 0.4 }],
  ambience: [{ kind: "rain" }],
};

describe("readPiece", () => {
  it("tells the key as it sounds", () => {
    expect(readPiece(plan, 60)).toMatchObject({ tonic: 1, mode: "minor", tempoBpm: 78 });
  });
  it("takes an engine without plans as it is", () => {
    expect(readPiece(null, 30)).toMatchObject({
      genre: "",
      tonic: null,
      sections: [],
      seconds: 30,
    });
  });
});

describe("changed", () => {
  it("names the facts that differ, and no others", () => {
    const before = readPiece(plan, 60);
    const slower = readPiece({ ...plan, tempo_bpm: 68, ambience: [] }, 60);
    expect([...changed(before, slower)]).toEqual(["tempo", "ambience"]);
    expect(
      changed(before, readPiece({ ...plan, layers: [...plan.layers].reverse() }, 60)).size,
    ).toBe(0);
    expect(changed(null, before).size).toBe(0);
  });
});

describe("quickReplies", () => {
  it("offers what the piece has not, and undo only after something was said", () => {
    const piece = readPiece(plan, 60);
    expect(quickReplies(piece, 0)).toEqual(
      expect.arrayContaining(["noPiano", "noDrums", "noRain"]),
    );
    expect(quickReplies(piece, 0)).not.toContain("undo");
    expect(quickReplies(readPiece({}, 60), 1)).toEqual(
      expect.arrayContaining(["addPiano", "addDrums", "rain", "undo"]),
    );
  });
});
