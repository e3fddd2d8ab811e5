import type { JsonSchema } from "./read";

const DEEPEST = 40;

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const schemas = (value: unknown): JsonSchema[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/**
 * Where a value doesn't fit its schema, and what would: "0.bars: ≥ 1", "mode: major | minor"; null
 * when it fits. What isn't known here of JSON Schema is let through: the server tells.
 */
export function misfit(
  value: unknown,
  schema: JsonSchema,
  root: JsonSchema = schema,
  place = "",
  depth = 0,
): string | null {
  if (depth > DEEPEST) return null;
  const inside = (one: unknown, of: unknown, name?: string | number) =>
    isObject(of)
      ? misfit(one, of, root, name === undefined ? place : joined(place, name), depth + 1)
      : null;
  const wanted = (what: string) => (place ? `${place}: ${what}` : what);

  if (typeof schema.$ref === "string") {
    const trouble = inside(value, target(schema.$ref, root));
    if (trouble !== null) return trouble;
  }
  for (const part of schemas(schema.allOf)) {
    const trouble = inside(value, part);
    if (trouble !== null) return trouble;
  }
  for (const choice of [schemas(schema.anyOf), schemas(schema.oneOf)]) {
    const troubles = choice.map((part) => inside(value, part));
    if (troubles.length && !troubles.includes(null)) return deepest(troubles);
  }
  const types = [schema.type].flat().filter((type) => typeof type === "string");
  if (types.length && !types.some((type) => isOf(type, value))) return wanted(types.join(" | "));
  const allowed = "const" in schema ? [schema.const] : schema.enum;
  if (Array.isArray(allowed) && !allowed.some((one) => same(one, value)))
    return wanted(allowed.map((one) => JSON.stringify(one)).join(" | "));
  const bound = bounds(value, schema);
  if (bound) return wanted(bound);
  if (Array.isArray(value)) return first(value.map((one, at) => inside(one, schema.items, at)));
  if (!isObject(value)) return null;

  const properties = isObject(schema.properties) ? schema.properties : {};
  const missing = [schema.required]
    .flat()
    .find((name) => typeof name === "string" && !(name in value));
  if (typeof missing === "string") return `${joined(place, missing)}: …`;
  return first(
    Object.entries(value).map(([name, one]) => {
      const of = properties[name] ?? schema.additionalProperties;
      return of === false ? `${joined(place, name)}: —` : inside(one, of, name);
    }),
  );
}

const joined = (place: string, name: string | number) => (place ? `${place}.${name}` : `${name}`);
const first = (troubles: (string | null)[]) => troubles.find((one) => one !== null) ?? null;

/** Of several ways that all fail, the one that was meant is the one that came furthest. */
function deepest(troubles: (string | null)[]): string | null {
  const depth = (one: string | null) => /^([\w.]+):/.exec(one ?? "")?.[1]?.split(".").length ?? 0;
  return troubles.reduce((best, one) => (depth(one) > depth(best) ? one : best));
}

function target(ref: string, root: JsonSchema): unknown {
  return ref
    .replace(/^#\/?/, "")
    .split("/")
    .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), root);
}

function isOf(type: unknown, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The limit that a number, a text or a list oversteps. */
function bounds(value: unknown, schema: JsonSchema): string | null {
  const over = (name: string, breaks: (limit: number) => boolean) => {
    const limit = schema[name];
    return typeof limit === "number" && breaks(limit) ? limit : null;
  };
  const told = (sign: string, limit: number | null) => (limit === null ? null : `${sign} ${limit}`);
  if (typeof value === "number")
    return (
      told(
        "≥",
        over("minimum", (limit) => value < limit),
      ) ??
      told(
        "≤",
        over("maximum", (limit) => value > limit),
      ) ??
      told(
        ">",
        over("exclusiveMinimum", (limit) => value <= limit),
      ) ??
      told(
        "<",
        over("exclusiveMaximum", (limit) => value >= limit),
      )
    );
  const [least, most] =
    typeof value === "string" ? ["minLength", "maxLength"] : ["minItems", "maxItems"];
  if (typeof value !== "string" && !Array.isArray(value)) return null;
  if (typeof value === "string" && !matches(value, schema.pattern)) return String(schema.pattern);
  return (
    told(
      "length ≥",
      over(least, (limit) => value.length < limit),
    ) ??
    told(
      "length ≤",
      over(most, (limit) => value.length > limit),
    )
  );
}

function matches(value: string, pattern: unknown): boolean {
  if (typeof pattern !== "string") return true;
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true; // of another language's kind: the server tells
  }
}
