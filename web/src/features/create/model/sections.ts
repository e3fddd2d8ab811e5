import type { Plan } from "./plan";

/** A section that a person asked for. */
export interface GivenSection {
  name: string;
  bars: number;
}

/** A section as it is drawn. */
export interface Block extends GivenSection {
  /** 0 to 1. */
  energy: number;
}

export const MOST_BARS = 64;
export const MOST_SECTIONS = 64;

/** Sections as a list, where they are set as one. */
export function givenSections(value: unknown): GivenSection[] | null {
  if (!Array.isArray(value)) return null;
  const read = value.flatMap((one: unknown) => {
    const { name, bars } = (one ?? {}) as Partial<GivenSection>;
    return typeof name === "string" && typeof bars === "number" ? [{ name, bars }] : [];
  });
  return read.length ? read : null;
}

/** The sections to draw: the given ones with the energy that the plan has there, else the plan's. */
export function blocksOf(plan: Plan, given: readonly GivenSection[] | null): Block[] {
  if (!given) return plan.sections.map(({ name, bars, energy }) => ({ name, bars, energy }));
  const curve = plan.sections.flatMap(({ bars, energy }) => Array<number>(bars).fill(energy));
  let at = 0;
  return given.map(({ name, bars }) => {
    const stretch = curve.slice(at, at + bars);
    at += bars;
    const sum = stretch.reduce((all, one) => all + one, 0);
    return { name, bars, energy: stretch.length ? sum / stretch.length : plan.energy };
  });
}

/** The list with one section changed. */
export function changed(
  sections: readonly GivenSection[],
  at: number,
  change: Partial<GivenSection>,
): GivenSection[] {
  return sections.map((one, index) => (index === at ? { ...one, ...change } : one));
}

/** The list with a section moved; the same list where there is no such place. */
export function moved(
  sections: readonly GivenSection[],
  from: number,
  to: number,
): readonly GivenSection[] {
  const one = sections[from];
  if (!one || to < 0 || to >= sections.length) return sections;
  const left = sections.filter((_, index) => index !== from);
  return [...left.slice(0, to), one, ...left.slice(to)];
}
