import type { Schema } from "@/lib/api/client";
import type { PlanView } from "./plan";

/** What is to change of a piece; null: as it is. */
export interface RemakeDraft {
  /** All that is not held is drawn again; then nothing else needs to be named. */
  take: boolean;
  newMelody: boolean;
  layers: string[];
  sections: string[];
  lock: string[];
  transpose: number;
  tempoBpm: number | null;
  energy: number | null;
  density: number | null;
  brightness: number | null;
  /** The dice of what is drawn again; null: whatever falls. */
  seed: number | null;
  title: string;
  stems: boolean;
  midi: boolean;
}

export type RemakeBody = Partial<Schema<"RemakeIn">>;

export const UNCHANGED: RemakeDraft = {
  take: false,
  newMelody: false,
  layers: [],
  sections: [],
  lock: [],
  transpose: 0,
  tempoBpm: null,
  energy: null,
  density: null,
  brightness: null,
  seed: null,
  title: "",
  stems: false,
  midi: false,
};

/** Whether something is drawn again, so that dice are thrown. */
export function redraws({ take, newMelody, layers, sections }: RemakeDraft): boolean {
  return take || newMelody || layers.length + sections.length > 0;
}

/** Whether something of the music is asked to be otherwise. */
export function changesMusic(draft: RemakeDraft): boolean {
  const { tempoBpm, energy, density, brightness } = draft;
  const amounts = [tempoBpm, energy, density, brightness];
  return redraws(draft) || draft.transpose !== 0 || amounts.some((value) => value !== null);
}

/** The request: only what differs. A whole new take needs a seed; `dice` throws one. */
export function remakeBody(draft: RemakeDraft, dice: () => number): RemakeBody {
  const { take, newMelody, layers, sections, lock, transpose, tempoBpm, title } = draft;
  const seed = draft.seed ?? (take ? dice() : null);
  const amounts = (["energy", "density", "brightness"] as const).flatMap((name) =>
    draft[name] === null ? [] : [[name, draft[name]] as const],
  );
  return {
    ...(newMelody && !take ? { new_melody: true } : {}),
    ...(layers.length && !take ? { layers } : {}),
    ...(sections.length && !take ? { sections } : {}),
    ...(lock.length && redraws(draft) ? { lock } : {}),
    ...(transpose ? { transpose } : {}),
    ...(tempoBpm === null ? {} : { tempo_bpm: tempoBpm }),
    ...Object.fromEntries(amounts),
    ...(seed !== null && redraws(draft) ? { seed } : {}),
    ...(title.trim() ? { title: title.trim() } : {}),
    ...(draft.stems ? { stems: true } : {}),
    ...(draft.midi ? { midi: true } : {}),
  };
}

const MELODIC = ["lead", "counter"];

/** What will be played otherwise, and what stays note for note. */
export interface Outcome {
  /** Layers that are drawn again throughout, by name. */
  redrawn: string[];
  /** Sections that are drawn again, by id; held layers play on in them as before. */
  sections: string[];
  /** Layers that play what they played, at least outside of those sections. */
  kept: string[];
}

/** What a remake of this plan would do, by the server's own rules. */
export function outcomeOf(plan: PlanView, draft: RemakeDraft): Outcome {
  const names = plan.layers.map(({ name }) => name);
  const melodic = plan.layers.filter(({ role }) => MELODIC.includes(role)).map(({ name }) => name);
  const named = draft.take ? names : [...draft.layers, ...(draft.newMelody ? melodic : [])];
  const held = new Set([...draft.lock, ...lockedIn(plan)]);
  const redrawn = names.filter((name) => named.includes(name) && !held.has(name));
  return {
    redrawn,
    sections: draft.take ? [] : draft.sections,
    kept: names.filter((name) => !redrawn.includes(name)),
  };
}

const lockedIn = (plan: PlanView): string[] =>
  plan.layers.filter(({ locked }) => locked).map(({ name }) => name);

/** How long the piece gets in another tempo, in seconds. */
export function lengthAt(durationSeconds: number, fromBpm: number, toBpm: number): number {
  return (durationSeconds * fromBpm) / toBpm;
}

/** A key so many semitones away: "D minor", 2 -> "E minor"; null for keys of other spellings. */
export function transposedKey(key: string, semitones: number): string | null {
  const [tonic = "", ...mode] = key.split(" ");
  const place = TONES.findIndex((names) => names.includes(tonic));
  if (place < 0) return null;
  const name = TONES[(place + semitones + 12) % 12]?.[0] ?? tonic;
  return [semitones === 0 ? tonic : name, ...mode].join(" ");
}

const TONES = [
  ["C"],
  ["Db", "C#"],
  ["D"],
  ["Eb", "D#"],
  ["E"],
  ["F"],
  ["F#", "Gb"],
  ["G"],
  ["Ab", "G#"],
  ["A"],
  ["Bb", "A#"],
  ["B"],
];

/** Whether something kept from before is a draft of this version. */
export function isRemakeDraft(value: unknown): value is RemakeDraft {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Record<string, unknown>;
  return (
    Object.keys(UNCHANGED).every((name) => name in one) &&
    [one.layers, one.sections, one.lock].every(Array.isArray)
  );
}
