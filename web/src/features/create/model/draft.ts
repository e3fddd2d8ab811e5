import { create } from "zustand";
import { type CreateValues, emptyValues } from "./form";

const STORED = "mgl.create.draft.v1";
const LARGEST = 200_000; // characters; browsers keep about five million for all of us

type Drafts = Record<string, Partial<CreateValues>>;

function stored(): Drafts {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Drafts) : {};
  } catch {
    return {}; // storage is off, or holds something else
  }
}

/** What was typed for an engine before, as far as it still has the right shape. */
export function readDraft(engine: string): Partial<CreateValues> {
  const draft = stored()[engine];
  if (typeof draft !== "object" || draft === null) return {};
  const fits: { [Name in keyof CreateValues]: (value: unknown) => boolean } = {
    prompt: (value) => typeof value === "string",
    durationSeconds: (value) => value === null || typeof value === "number",
    parameters: isObject,
    band: (value) =>
      isObject(value) &&
      Array.isArray(value.removed) &&
      isObject(value.swapped) &&
      Array.isArray(value.added),
    seed: Number.isInteger,
    seedLocked: (value) => typeof value === "boolean",
    count: Number.isInteger,
    keep: (value) => typeof value === "string",
    formats: Array.isArray,
    master: (value) => typeof value === "string",
    stems: (value) => typeof value === "boolean",
    midi: (value) => typeof value === "boolean",
    title: (value) => typeof value === "string",
    artist: (value) => typeof value === "string",
    likeTrackId: (value) => value === null || typeof value === "string",
    presetId: (value) => value === null || typeof value === "string",
  };
  return Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => fits[name as keyof CreateValues]?.(value)),
  );
}

/** The values without files that are too large for the browser's store. */
export function slim(values: CreateValues): CreateValues {
  const parameters = Object.fromEntries(
    Object.entries(values.parameters).filter(
      ([, value]) => typeof value !== "string" || value.length < LARGEST,
    ),
  );
  return { ...values, parameters };
}

/** Keeps what was typed. */
export function writeDraft(engine: string, values: CreateValues): void {
  try {
    localStorage.setItem(STORED, JSON.stringify({ ...stored(), [engine]: slim(values) }));
  } catch {
    // storage is off or full: the form itself still has everything
  }
}

/** Raised when drafts are exchanged from outside the form, which then begins anew. */
export const useDraftTurn = create<{ turn: number }>()(() => ({ turn: 0 }));

/** Puts other values into an engine's form, open or not; returns the way back. */
export function exchangeDraft(engine: string, values: CreateValues): () => void {
  const before = { ...emptyValues(), ...readDraft(engine) };
  const put = (next: CreateValues) => {
    writeDraft(engine, next);
    useDraftTurn.setState(({ turn }) => ({ turn: turn + 1 }));
  };
  put(values);
  return () => put(before);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
