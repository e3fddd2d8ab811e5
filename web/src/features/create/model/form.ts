import type { Engine } from "@/lib/api/client";
import { drawSeed } from "@/lib/seed";
import type { CreateSearch } from "../search";

export const FORMATS = ["wav", "mp3", "flac", "opus", "m4a", "ogg"] as const;
export type Format = (typeof FORMATS)[number];
export const MASTERS = ["subtle", "balanced", "loud", "broadcast"] as const;
export type Master = (typeof MASTERS)[number];
export const KEEPS = ["harmony", "melody", "rhythm"] as const;
export type Keep = (typeof KEEPS)[number];

/** A player who was added to the band. */
export interface AddedPlayer {
  instrument: string;
  role: string;
}

/** What was changed about the band that the plan proposes; players go by their names there. */
export interface BandEdits {
  removed: string[];
  /** Player -> instrument. */
  swapped: Record<string, string>;
  added: AddedPlayer[];
}

export const NO_BAND_EDITS: BandEdits = { removed: [], swapped: {}, added: [] };

/** Everything that stands in the form. */
export interface CreateValues {
  prompt: string;
  /** Null: what the words name, else the engine's own. */
  durationSeconds: number | null;
  /** The engine's own, by name; what is not set is the engine's choice. */
  parameters: Record<string, unknown>;
  band: BandEdits;
  seed: number;
  seedLocked: boolean;
  count: number;
  keep: Keep | "";
  /** Empty: those of the settings. */
  formats: Format[];
  master: Master | "";
  stems: boolean;
  midi: boolean;
  title: string;
  artist: string;
  likeTrackId: string | null;
  presetId: string | null;
}

/** The values with other dice; a plan that was handed in has its own. */
export function withSeed(values: CreateValues, seed: number): CreateValues {
  const { plan } = values.parameters;
  if (typeof plan !== "object" || plan === null) return { ...values, seed };
  return { ...values, seed, parameters: { ...values.parameters, plan: { ...plan, seed } } };
}

/** A form in which nothing has been said yet. */
export function emptyValues(): CreateValues {
  return {
    prompt: "",
    durationSeconds: null,
    parameters: {},
    band: NO_BAND_EDITS,
    seed: drawSeed(),
    seedLocked: false,
    count: 1,
    keep: "",
    formats: [],
    master: "",
    stems: false,
    midi: false,
    title: "",
    artist: "",
    likeTrackId: null,
    presetId: null,
  };
}

/** What a preset sets; it begins anew, so nothing that was set before stays. */
export function presetValues(preset: Engine["presets"][number]): Partial<CreateValues> {
  return {
    prompt: preset.prompt,
    parameters: { ...preset.parameters },
    band: NO_BAND_EDITS,
    likeTrackId: null,
    presetId: preset.id,
  };
}

/** The draft, with what the address says put over it. */
export function initialValues(
  draft: Partial<CreateValues>,
  search: CreateSearch,
  engine: Engine,
): CreateValues {
  const preset = engine.presets.find((one) => one.id === search.preset);
  const another = preset !== undefined && draft.presetId !== preset.id;
  return {
    ...emptyValues(),
    ...draft,
    ...(another ? presetValues(preset) : {}),
    ...(search.prompt !== undefined ? { prompt: search.prompt } : {}),
    ...(search.duration !== undefined ? { durationSeconds: search.duration } : {}),
    ...(search.like !== undefined ? { likeTrackId: search.like } : {}),
  };
}
