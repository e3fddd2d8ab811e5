import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Change } from "../api/use-order";
import type { LoopsSearch, Typed } from "../search";

interface TypedFieldProps {
  name: Typed;
  label: string;
  description?: ReactNode;
  placeholder?: string;
  order: LoopsSearch;
  error: string | undefined;
  onChange: Change;
  /** Beside the box. */
  children?: ReactNode;
}

/** A box whose text is part of the order as it is typed. */
export function TypedField({
  name,
  label,
  description,
  placeholder,
  order,
  error,
  onChange,
  children,
}: TypedFieldProps) {
  return (
    <Field label={label} description={description} error={error}>
      {(tied) => (
        <div className="flex items-center gap-1">
          <Input
            {...tied}
            inputMode={name === "duration" ? "text" : "decimal"}
            autoComplete="off"
            placeholder={placeholder}
            className="tabular"
            value={order[name] ?? ""}
            onChange={(event) => onChange({ [name]: event.target.value || undefined })}
          />
          {children}
        </div>
      )}
    </Field>
  );
}
