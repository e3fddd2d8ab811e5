import { useId, type ReactNode } from "react";
import { cn } from "@/lib/cn";

interface FieldProps {
  label: ReactNode;
  /** Said below the label, always seen. */
  description?: ReactNode;
  error?: string | undefined;
  className?: string;
  /** Beside the label, at the end of its line. */
  aside?: ReactNode;
  /** The control; give it these props, which tie it to label, description and error. */
  children: (control: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean | undefined;
  }) => ReactNode;
}

/** A labelled control with its description and its error. */
export function Field({ label, description, error, className, aside, children }: FieldProps) {
  const id = useId();
  const described = [description && `${id}-d`, error && `${id}-e`].filter(Boolean).join(" ");
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {description && (
        <p id={`${id}-d`} className="text-[0.8125rem] text-ink-soft">
          {description}
        </p>
      )}
      {error && (
        <p id={`${id}-e`} role="alert" className="text-[0.8125rem] font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
