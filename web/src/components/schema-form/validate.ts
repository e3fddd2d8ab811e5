import * as z from "zod/mini";
import { misfit } from "./json-check";
import type { ParameterField } from "./read";

type Shape = z.ZodMiniType;

function numeric(field: ParameterField): Shape {
  const checks = [];
  if (field.minimum !== null)
    checks.push(field.openMinimum ? z.gt(field.minimum) : z.gte(field.minimum));
  if (field.maximum !== null)
    checks.push(field.openMaximum ? z.lt(field.maximum) : z.lte(field.maximum));
  return (field.integer ? z.int() : z.number()).check(...checks);
}

function textual(field: ParameterField): Shape {
  const checks = [];
  if (field.minLength !== null) checks.push(z.minLength(field.minLength));
  if (field.maxLength !== null) checks.push(z.maxLength(field.maxLength));
  if (field.pattern !== null) checks.push(z.regex(new RegExp(field.pattern, "u")));
  return z.string().check(...checks);
}

function several(field: ParameterField, item: Shape): Shape {
  const checks = [];
  if (field.minItems !== null) checks.push(z.minLength(field.minItems));
  if (field.maxItems !== null) checks.push(z.maxLength(field.maxItems));
  return z.array(item).check(...checks);
}

const oneOf = (field: ParameterField): Shape =>
  z.custom((value) => field.options.some((option) => option.value === value));

/** Trouble anywhere inside is told in one sentence, with the place. */
function whole(field: ParameterField): Shape {
  return z.unknown().check(({ value, issues }) => {
    const message = value === undefined ? null : misfit(value, field.schema);
    if (message) issues.push({ code: "custom", input: value, message });
  });
}

const made = new WeakMap<ParameterField, Shape>();

/** What one parameter accepts; undefined leaves it to the engine unless it is required. */
export function zodOf(field: ParameterField): Shape {
  const known = made.get(field);
  if (known) return known;
  const shape = build(field);
  made.set(field, shape);
  return shape;
}

function build(field: ParameterField): Shape {
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
  const open = field.nullable ? z.nullable(shape) : shape;
  return field.required && field.standard === undefined ? open : z.optional(open);
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
