import { RotateCcw } from "lucide-react";
import { type Control, type FieldError, type FieldValues, useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import { ParameterControl } from "./controls";
import type { FieldGroup, ParameterField } from "./read";

interface SchemaFormProps {
  fields: readonly ParameterField[];
  control: Control<FieldValues>;
  /** Where the values are in the form: `parameters`. */
  path: string;
}

const GROUPS: readonly FieldGroup[] = ["choices", "amounts", "material", "advanced"];
const WIDE = new Set(["lines", "list", "file", "json"]);

/** A form for any engine's parameters, made from the JSON schema of these. */
export function SchemaForm({ fields, control, path }: SchemaFormProps) {
  const { t } = useTranslation("shared");
  return (
    <div className="flex flex-col gap-6">
      {GROUPS.map((group) => {
        const members = fields.filter((field) => field.group === group);
        return (
          members.length > 0 && (
            <fieldset key={group} className="min-w-0">
              <legend className="mb-3 text-[0.8125rem] font-medium text-ink-soft">
                {t(`schemaForm.groups.${group}`)}
              </legend>
              <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
                {members.map((field) => (
                  <ParameterRow key={field.name} field={field} control={control} path={path} />
                ))}
              </div>
            </fieldset>
          )
        );
      })}
    </div>
  );
}

interface ParameterRowProps {
  field: ParameterField;
  control: Control<FieldValues>;
  path: string;
}

function ParameterRow({ field, control, path }: ParameterRowProps) {
  const { t } = useTranslation("shared");
  const { field: bound, fieldState } = useController({ name: `${path}.${field.name}`, control });
  const told = useTrouble(field, fieldState.error);
  const isSet = bound.value !== undefined && bound.value !== null;
  return (
    <Field
      label={field.title}
      description={field.description}
      error={told}
      className={cn(WIDE.has(field.kind) && "sm:col-span-2")}
      aside={
        isSet && (
          <IconButton
            label={t("schemaForm.reset", { name: field.title })}
            size="smallIcon"
            className="-my-2 size-6"
            onClick={() => bound.onChange(undefined)}
          >
            <RotateCcw aria-hidden className="size-3.5" />
          </IconButton>
        )
      }
    >
      {(tied) => (
        <ParameterControl
          {...tied}
          field={field}
          value={bound.value}
          onChange={bound.onChange}
          onBlur={bound.onBlur}
        />
      )}
    </Field>
  );
}

/** What is wrong with a value, in the page's language. */
function useTrouble(field: ParameterField, error: FieldError | undefined): string | undefined {
  const { t, i18n } = useTranslation("shared");
  if (!error) return undefined;
  const number = (value: number | null) => new Intl.NumberFormat(i18n.language).format(value ?? 0);
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = field;
  if (field.kind === "json") return t("schemaForm.errors.json", { trouble: error.message ?? "" });
  if (field.kind === "number" || field.kind === "slider") {
    if (minimum !== null && maximum !== null)
      return t("schemaForm.errors.between", { low: number(minimum), high: number(maximum) });
    if (minimum !== null) return t("schemaForm.errors.atLeast", { low: number(minimum) });
    if (maximum !== null) return t("schemaForm.errors.atMost", { high: number(maximum) });
    return t("schemaForm.errors.number");
  }
  if (String(error.type) === "too_big")
    return t("schemaForm.errors.tooLong", { high: number(maxLength ?? maxItems) });
  if (String(error.type) === "too_small")
    return t("schemaForm.errors.tooShort", { low: number(minLength ?? minItems) });
  return t(field.required ? "schemaForm.errors.needed" : "schemaForm.errors.other");
}
