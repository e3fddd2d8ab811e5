/** A JSON schema, as far as forms are made from it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type FieldKind =
  | "text" // one line
  | "lines" // several lines
  | "number"
  | "slider" // a number between two limits
  | "toggle"
  | "choice" // one of a few
  | "choices" // any of a few
  | "list" // words, one a line
  | "file" // a file in base64
  | "json"; // whatever else

export type FieldGroup = "choices" | "amounts" | "material" | "advanced";

export interface FieldOption {
  value: string | number | boolean;
  label: string;
}

/** One parameter: what it is called, how it is asked for, and what it accepts. */
export interface ParameterField {
  name: string;
  title: string;
  description: string;
  kind: FieldKind;
  group: FieldGroup;
  required: boolean;
  /** What holds when it is left alone; undefined where the schema names nothing. */
  standard: unknown;
  integer: boolean;
  minimum: number | null;
  maximum: number | null;
  /** The limits themselves are not allowed. */
  openMinimum: boolean;
  openMaximum: boolean;
  step: number | null;
  minLength: number | null;
  maxLength: number | null;
  pattern: string | null;
  minItems: number | null;
  maxItems: number | null;
  options: readonly FieldOption[];
  /** Of a file: `audio/midi`. */
  mediaType: string | null;
  /** Text that is no JSON is taken as it stands, too. */
  takesText: boolean;
  /** Null may be sent. */
  nullable: boolean;
  /** With every reference in it resolvable. */
  schema: JsonSchema;
}

const DEEPEST = 16;
const LONG_TEXT = 400;

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const number = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** `tempo_bpm` -> "Tempo bpm". */
export function spoken(name: string): string {
  const words = name.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The schema behind references and single wrappers; what stands beside a reference wins. */
function resolved(schema: JsonSchema, root: JsonSchema, depth = 0): JsonSchema {
  if (depth > DEEPEST) return {};
  const { $ref, allOf, ...own } = schema;
  if (typeof $ref === "string") {
    const found = $ref
      .replace(/^#\/?/, "")
      .split("/")
      .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), root);
    return isObject(found) ? { ...resolved(found, root, depth + 1), ...own } : own;
  }
  const parts = list(allOf);
  if (!parts.length) return schema;
  return parts.reduce((all, part) => ({ ...resolved(part, root, depth + 1), ...all }), own);
}

/** The ways in which a value may be given, without null; and whether null is one. */
function ways(schema: JsonSchema, root: JsonSchema): { kinds: JsonSchema[]; nullable: boolean } {
  const parts = [...list(schema.anyOf), ...list(schema.oneOf)];
  if (Array.isArray(schema.type)) {
    const kinds = schema.type.filter((one) => one !== "null").map((type) => ({ ...schema, type }));
    return { kinds, nullable: schema.type.includes("null") };
  }
  if (!parts.length) return { kinds: [schema], nullable: schema.type === "null" };
  const around = Object.fromEntries(
    Object.entries(schema).filter(([key]) => key !== "anyOf" && key !== "oneOf"),
  );
  const kinds = parts.map((part) => resolved(part, root)).filter((part) => part.type !== "null");
  return {
    kinds: kinds.map((part) => ({ ...part, ...around })),
    nullable: kinds.length < parts.length,
  };
}

function optionsOf(schema: JsonSchema): FieldOption[] {
  const values = "const" in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : [];
  return values
    .filter((value) => ["string", "number", "boolean"].includes(typeof value))
    .map((value: string | number | boolean) => ({
      value,
      label: text(schema.const === value ? schema.title : "") || String(value),
    }));
}

function kindOf(schema: JsonSchema, root: JsonSchema): FieldKind {
  if (optionsOf(schema).length) return "choice";
  const minimum = number(schema.minimum) ?? number(schema.exclusiveMinimum);
  const maximum = number(schema.maximum) ?? number(schema.exclusiveMaximum);
  switch (schema.type) {
    case "boolean":
      return "toggle";
    case "number":
    case "integer":
      return minimum !== null && maximum !== null && maximum - minimum <= 1000
        ? "slider"
        : "number";
    case "string": {
      const media = text(schema.contentMediaType);
      if (schema.contentEncoding === "base64" || (media && !media.startsWith("text/")))
        return "file";
      const long = (number(schema.maxLength) ?? 0) > LONG_TEXT || schema.format === "textarea";
      return long || media ? "lines" : "text";
    }
    case "array": {
      const items = isObject(schema.items) ? resolved(schema.items, root) : {};
      if (optionsOf(items).length) return "choices";
      return items.type === "string" ? "list" : "json";
    }
    default:
      return "json";
  }
}

const GROUPS: Record<FieldKind, FieldGroup> = {
  text: "choices",
  choice: "choices",
  choices: "choices",
  toggle: "choices",
  number: "amounts",
  slider: "amounts",
  lines: "material",
  list: "material",
  file: "material",
  json: "advanced",
};

function fieldOf(
  name: string,
  given: JsonSchema,
  root: JsonSchema,
  required: boolean,
): ParameterField {
  const outer = resolved(given, root);
  const { kinds, nullable } = ways(outer, root);
  const consts = kinds.flatMap(optionsOf);
  const [first = {}] = kinds;
  const allConst = kinds.length > 1 && kinds.every((one) => optionsOf(one).length > 0);
  const mixed = kinds.length > 1 && !allConst;
  const kind: FieldKind = allConst ? "choice" : mixed ? "json" : kindOf(first, root);
  const items = kind === "choices" && isObject(first.items) ? resolved(first.items, root) : null;
  const step = number(first.multipleOf);
  return {
    name,
    title: text(outer.title) || spoken(name),
    description: text(outer.description),
    kind,
    group: GROUPS[kind],
    required,
    standard: outer.default ?? undefined,
    integer: first.type === "integer",
    minimum: number(first.minimum) ?? number(first.exclusiveMinimum),
    maximum: number(first.maximum) ?? number(first.exclusiveMaximum),
    openMinimum: number(first.minimum) === null && number(first.exclusiveMinimum) !== null,
    openMaximum: number(first.maximum) === null && number(first.exclusiveMaximum) !== null,
    step: step ?? (first.type === "integer" ? 1 : null),
    minLength: number(first.minLength),
    maxLength: number(first.maxLength),
    pattern: text(first.pattern) || null,
    minItems: number(first.minItems),
    maxItems: number(first.maxItems),
    options: items ? optionsOf(items) : consts,
    mediaType: text(first.contentMediaType) || null,
    takesText: mixed && kinds.some((one) => one.type === "string"),
    nullable,
    schema: { ...given, $defs: root.$defs ?? {} },
  };
}

/** The parameters that a schema of an object names, in its order. */
export function readFields(root: JsonSchema): ParameterField[] {
  const properties = isObject(root.properties) ? root.properties : {};
  const required = Array.isArray(root.required) ? root.required : [];
  return Object.entries(properties).flatMap(([name, schema]) =>
    isObject(schema) ? [fieldOf(name, schema, root, required.includes(name))] : [],
  );
}
