/** What a proposed plan says, as far as this page shows it. */
export interface Piece {
  genre: string;
  moods: string[];
  tempoBpm: number | null;
  /** 0 (C) to 11, as it sounds; null where there is no plan. */
  tonic: number | null;
  mode: string;
  /** Instruments of the players, in the order of the band. */
  instruments: string[];
  roles: string[];
  sections: { name: string; bars: number; energy: number }[];
  ambience: string[];
  seconds: number;
}

type Plain = Record<string, unknown>;

const list = (value: unknown): Plain[] => (Array.isArray(value) ? (value as Plain[]) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Reads a plan of the composer; whatever it lacks is empty. */
export function readPiece(plan: Plain | null, seconds: number): Piece {
  const at = plan ?? {};
  const tonic = number(at.tonic);
  const moved = number(at.transpose_semitones) ?? 0;
  return {
    genre: text(at.genre),
    moods: Array.isArray(at.moods) ? at.moods.map(text) : [],
    tempoBpm: number(at.tempo_bpm),
    tonic: tonic === null ? null : (((tonic + moved) % 12) + 12) % 12,
    mode: text(at.mode),
    instruments: list(at.layers).map((one) => text(one.instrument)),
    roles: list(at.layers).map((one) => text(one.role)),
    sections: list(at.sections).map((one) => ({
      name: text(one.name),
      bars: number(one.bars) ?? 1,
      energy: number(one.energy) ?? 0.5,
    })),
    ambience: list(at.ambience).map((one) => text(one.kind)),
    seconds,
  };
}

/** The facts of a piece that are compared with the piece before. */
export const FACTS = ["genre", "mood", "key", "tempo", "length", "band", "ambience"] as const;
export type Fact = (typeof FACTS)[number];

const told: Record<Fact, (piece: Piece) => string> = {
  genre: (piece) => piece.genre,
  mood: (piece) => piece.moods.join(),
  key: (piece) => `${piece.tonic} ${piece.mode}`,
  tempo: (piece) => String(Math.round(piece.tempoBpm ?? 0)),
  length: (piece) => String(Math.round(piece.seconds)),
  band: (piece) => [...piece.instruments].sort().join(),
  ambience: (piece) => [...piece.ambience].sort().join(),
};

/** Which facts are others than before; none for a first proposal. */
export function changed(before: Piece | null, now: Piece): Set<Fact> {
  if (!before) return new Set();
  return new Set(FACTS.filter((fact) => told[fact](before) !== told[fact](now)));
}

/** Things to say next that fit the piece: keys of the words under `quick`. */
export function quickReplies(piece: Piece, followUps: number) {
  const drums = piece.roles.includes("drums");
  const piano = piece.instruments.some((one) => one.includes("piano"));
  return [
    "slower",
    "faster",
    piano ? "noPiano" : "addPiano",
    drums ? "noDrums" : "addDrums",
    "darker",
    "livelier",
    piece.ambience.includes("rain") ? "noRain" : "rain",
    "longer",
    "another",
    ...(followUps ? (["undo"] as const) : []),
  ] as const;
}
