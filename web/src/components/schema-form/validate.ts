import { z } from "zod";
import type { JsonSchema, ParameterField } from "./read";

/** A shape from the schema itself; whatever zod can't express of it is left to the server. */
function shapeOf(schema: JsonSchema): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch {
    return z.unknown();
  }
}

function numeric(field: ParameterField): z.ZodType {
  let shape = z.number();
  if (field.integer) shape = shape.int();
  if (field.minimum !== null)
    shape = field.openMinimum ? shape.gt(field.minimum) : shape.gte(field.minimum);
  if (field.maximum !== null)
    shape = field.openMaximum ? shape.lt(field.maximum) : shape.lte(field.maximum);
  return shape;
}

function textual(field: ParameterField): z.ZodType {
  let shape = z.string();
  if (field.minLength !== null) shape = shape.min(field.minLength);
  if (field.maxLength !== null) shape = shape.max(field.maxLength);
  if (field.pattern !== null) shape = shape.regex(new RegExp(field.pattern, "u"));
  return shape;
}

function several(field: ParameterField, item: z.ZodType): z.ZodType {
  let shape = z.array(item);
  if (field.minItems !== null) shape = shape.min(field.minItems);
  if (field.maxItems !== null) shape = shape.max(field.maxItems);
  return shape;
}

const oneOf = (field: ParameterField): z.ZodType =>
  z.custom((value) => field.options.some((option) => option.value === value));

/** Trouble anywhere inside is told in one sentence, with the place. */
function whole(field: ParameterField): z.ZodType {
  const shape = shapeOf(field.schema);
  return z.unknown().superRefine((value, context) => {
    if (value === undefined) return;
    const [issue] = shape.safeParse(value).error?.issues ?? [];
    if (!issue) return;
    const place = issue.path.join(".");
    context.addIssue({
      code: "custom",
      message: place ? `${place}: ${issue.message}` : issue.message,
    });
  });
}

const made = new WeakMap<ParameterField, z.ZodType>();

/** What one parameter accepts; undefined leaves it to the engine unless it is required. */
export function zodOf(field: ParameterField): z.ZodType {
  const known = made.get(field);
  if (known) return known;
  const shape = build(field);
  made.set(field, shape);
  return shape;
}

function build(field: ParameterField): z.ZodType {
  const shape = {
    text: textual,
    lines: textual,
    file: textual,
    number: numeric,
    slider: numeric,
    toggle: () => z.boolean(),
    choice: oneOf,
    choices: () => several(field, oneOf(field)),
    list: () => several(field, z.string()),
    json: whole,
  }[field.kind](field);
  const open = field.nullable ? shape.nullable() : shape;
  return field.required && field.standard === undefined ? open : open.optional();
}

/** What all parameters of an engine accept. Others than these are let through: the server tells. */
export function zodOfFields(fields: readonly ParameterField[]) {
  return z.looseObject(Object.fromEntries(fields.map((field) => [field.name, zodOf(field)])));
}

/** The parameters that are set and accepted; of the others nothing is sent. */
export function acceptedOnly(
  fields: readonly ParameterField[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const known = new Map(fields.map((field) => [field.name, zodOf(field)]));
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        value !== undefined &&
        value !== null &&
        (known.get(name)?.safeParse(value).success ?? true),
    ),
  );
}
