import { acceptedOnly } from "@/components/schema-form/validate";
import type { ParameterField } from "@/components/schema-form/read";
import type { Engine, Schema } from "@/lib/api/client";
import { changesBand, withBand } from "./band";
import type { CreateValues } from "./form";
import { readPlan } from "./plan";

export type PlanRequest = Schema<"PlanIn">;
export type Outline = Schema<"PlanOut">;
type Item = Schema<"GenerationItem">;
export type Order = Item | { items: Item[] };

/** What the server is asked for a plan of. */
export function planRequest(
  values: CreateValues,
  engine: Engine,
  fields: readonly ParameterField[],
): PlanRequest {
  return {
    engine: engine.name,
    prompt: values.prompt.trim(),
    seed: values.seed,
    parameters: acceptedOnly(fields, values.parameters),
    ...(values.durationSeconds === null ? {} : { duration_seconds: values.durationSeconds }),
    ...(values.likeTrackId === null ? {} : { like_track_id: values.likeTrackId }),
  };
}

/**
 * What is queued. The band's edits need a plan to be written into; several takes of such a plan
 * are several orders, each with dice of its own.
 */
export function orderOf(
  values: CreateValues,
  engine: Engine,
  fields: readonly ParameterField[],
  outline: Outline | undefined,
  wordless: string,
): Order {
  const asked = planRequest(values, engine, fields);
  const parameters = asked.parameters ?? {};
  const one = {
    ...asked,
    prompt: asked.prompt || wordless,
    ...(values.formats.length ? { formats: values.formats } : {}),
    ...(values.master ? { master: values.master } : {}),
    ...(values.stems && engine.capabilities.stems ? { stems: true } : {}),
    ...(values.midi && engine.capabilities.midi ? { midi: true } : {}),
    ...(values.title.trim() ? { title: values.title.trim() } : {}),
    ...(values.artist.trim() ? { artist: values.artist.trim() } : {}),
    ...(values.count > 1 ? { count: values.count } : {}),
    ...(values.count > 1 && values.keep ? { keep: values.keep } : {}),
  } as Item;
  const plan = readPlan(outline?.plan);
  const held = "plan" in parameters;
  if (!plan || !(held || changesBand(plan, values.band))) return one;
  const free = without(one, "like_track_id", "count");
  const played = withBand(plan, values.band);
  const take = (index: number): Item =>
    ({
      ...without(free, "title"),
      seed: values.seed + index,
      ...titleOf(values.title.trim(), played.title, index),
      parameters: {
        ...parameters,
        plan: index ? { ...played, seed: played.seed + index } : played,
      },
    }) as unknown as Item;
  if (values.count > 1 && !values.keep) {
    return { items: Array.from({ length: values.count }, (_, index) => take(index)) };
  }
  return { ...take(0), ...(values.count > 1 ? { count: values.count } : {}) } as Item;
}

function titleOf(own: string, planned: string, index: number): { title?: string } {
  if (index) return { title: `${own || planned} (${index + 1})` };
  return own ? { title: own } : {};
}

function without<Of extends object, Name extends keyof Of>(
  value: Of,
  ...names: Name[]
): Omit<Of, Name> {
  const gone = new Set<PropertyKey>(names);
  return Object.fromEntries(Object.entries(value).filter(([name]) => !gone.has(name))) as Omit<
    Of,
    Name
  >;
}
