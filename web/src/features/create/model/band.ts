import type { BandEdits } from "./form";
import type { Plan, PlanLayer, PlanSection } from "./plan";

/** A player as the page shows it. */
export interface Player {
  /** By which edits know it; of an added one, its place among the added. */
  id: string;
  role: string;
  instrument: string;
  /** The instrument that the plan proposed, where another was chosen. */
  instead: string | null;
  added: boolean;
}

/** The band with the edits. */
export function playersOf(plan: Plan, edits: BandEdits): Player[] {
  const kept = plan.layers
    .filter((layer) => !edits.removed.includes(layer.name))
    .map((layer) => {
      const swapped = edits.swapped[layer.name];
      const differs = swapped !== undefined && swapped !== layer.instrument;
      return {
        id: layer.name,
        role: layer.role,
        instrument: swapped ?? layer.instrument,
        instead: differs ? layer.instrument : null,
        added: false,
      };
    });
  const added = edits.added.map((one, index) => ({
    id: String(index),
    role: one.role,
    instrument: one.instrument,
    instead: null,
    added: true,
  }));
  return [...kept, ...added];
}

/** Players of the plan who were sent away. */
export function removedOf(plan: Plan, edits: BandEdits): PlanLayer[] {
  return plan.layers.filter((layer) => edits.removed.includes(layer.name));
}

/** Whether the edits change this plan's band. */
export function changesBand(plan: Plan, edits: BandEdits): boolean {
  return (
    edits.added.length > 0 ||
    removedOf(plan, edits).length > 0 ||
    plan.layers.some(({ name, instrument }) => (edits.swapped[name] ?? instrument) !== instrument)
  );
}

/** The plan played by the band with the edits; the plan itself where they change nothing. */
export function withBand(plan: Plan, edits: BandEdits): Plan {
  if (!changesBand(plan, edits)) return plan;
  const taken = new Set<string>();
  const names = new Map<string, string>();
  const layers: PlanLayer[] = [];
  for (const layer of plan.layers) {
    if (edits.removed.includes(layer.name)) continue;
    const instrument = edits.swapped[layer.name] ?? layer.instrument;
    // a player who is called by the instrument takes the name of the new one
    const name = unique(layer.name === layer.instrument ? instrument : layer.name, taken);
    names.set(layer.name, name);
    layers.push({ ...layer, name, instrument });
  }
  const added = edits.added.map(({ instrument, role }) => ({
    name: unique(instrument, taken),
    role,
    instrument,
  }));
  const most = Math.max(...plan.sections.map((section) => section.layers.length));
  const sections = plan.sections.map((section) => {
    const players = section.layers.flatMap((name) => names.get(name) ?? []);
    const full = section.layers.length * 2 >= most;
    return renamed(section, [...players, ...(full ? added.map((one) => one.name) : [])], names);
  });
  const all = [...layers, ...added];
  return { ...plan, layers: all, sections: nobodySilent(sections, all) };
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let turn = 2; taken.has(free); turn += 1) free = `${name}_${turn}`;
  taken.add(free);
  return free;
}

function renamed(section: PlanSection, layers: string[], names: Map<string, string>): PlanSection {
  const carried = (value: unknown) =>
    Object.fromEntries(
      Object.entries(value ?? {}).flatMap(([name, dice]) => {
        const now = names.get(name);
        return now === undefined ? [] : [[now, dice]];
      }),
    );
  return {
    ...section,
    layers,
    layer_seeds: carried(section.layer_seeds),
    hears: carried(section.hears),
  };
}

/** A section that lost all its players gets the one who plays most. */
function nobodySilent(sections: PlanSection[], layers: readonly PlanLayer[]): PlanSection[] {
  const busy = layers
    .map(({ name }) => ({
      name,
      plays: sections.filter((one) => one.layers.includes(name)).length,
    }))
    .sort((one, other) => other.plays - one.plays)[0];
  return sections.map((section) =>
    section.layers.length || !busy ? section : { ...section, layers: [busy.name] },
  );
}
