import * as z from "zod/mini";

export const PITCHES = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"] as const;
export const MODES = [
  "major",
  "minor",
  "dorian",
  "phrygian",
  "lydian",
  "mixolydian",
  "aeolian",
] as const;
export type Mode = (typeof MODES)[number];

const layer = z.looseObject({ name: z.string(), role: z.string(), instrument: z.string() });
const section = z.looseObject({
  name: z.string(),
  bars: z.number(),
  energy: z.number(),
  layers: z.array(z.string()),
});
const plan = z.looseObject({
  title: z.string(),
  genre: z.string(),
  moods: z._default(z.array(z.string()), []),
  tempo_bpm: z.number(),
  tonic: z.number(),
  seed: z._default(z.number(), 0),
  mode: z.enum(MODES),
  beats_per_bar: z._default(z.number(), 4),
  transpose_semitones: z._default(z.number(), 0),
  energy: z._default(z.number(), 0.5),
  density: z._default(z.number(), 0.5),
  brightness: z._default(z.number(), 0.5),
  layers: z.array(layer).check(z.minLength(1)),
  sections: z.array(section).check(z.minLength(1)),
  ambience: z._default(z.array(z.looseObject({ kind: z.string() })), []),
});

export type PlanLayer = z.infer<typeof layer>;
export type PlanSection = z.infer<typeof section>;
/** A plan as far as it is drawn and edited here; whatever else it holds travels along. */
export type Plan = z.infer<typeof plan>;

/** An engine's plan; null for one of a kind that is not known here. */
export function readPlan(value: unknown): Plan | null {
  return plan.safeParse(value).data ?? null;
}

/** "D minor", as the engine writes it. */
export function keyOf(tonic: number, mode: Mode): string {
  return `${PITCHES[((tonic % 12) + 12) % 12]} ${mode}`;
}

/** The key that sounds. */
export function soundingTonic(of: Plan): number {
  return (((of.tonic + of.transpose_semitones) % 12) + 12) % 12;
}
