import { type Control, type FieldValues, useFormContext } from "react-hook-form";
import type { ParameterField } from "@/components/schema-form/read";
import { SchemaForm } from "@/components/schema-form/schema-form";
import type { CreateValues } from "../model/form";

/** The engine's own parameters, made from its schema. */
export default function ParameterForm({ fields }: { fields: readonly ParameterField[] }) {
  const { control } = useFormContext<CreateValues>();
  return (
    <SchemaForm
      fields={fields}
      control={control as unknown as Control<FieldValues>}
      path="parameters"
    />
  );
}
