import { cn } from "@/lib/cn";

interface ChipsProps {
  legend: string;
  hint?: string | undefined;
  options: readonly { id: string; label: string; disabled?: boolean }[];
  value: readonly string[];
  onChange: (ids: string[]) => void;
  disabled?: boolean;
}

/** Any number of a few things. */
export function Chips({ legend, hint, options, value, onChange, disabled }: ChipsProps) {
  return (
    <fieldset disabled={disabled} className="min-w-0 disabled:opacity-60">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-1.5">
        {options.map((option) => {
          const on = value.includes(option.id);
          return (
            <button
              key={option.id}
              type="button"
              aria-pressed={on}
              disabled={option.disabled}
              onClick={() =>
                onChange(on ? value.filter((id) => id !== option.id) : [...value, option.id])
              }
              className={cn(
                "min-h-8 rounded-full border px-3 text-[0.8125rem] font-medium transition-colors disabled:opacity-60",
                on
                  ? "border-accent bg-accent-soft text-ink"
                  : "border-line-strong text-ink-soft enabled:hover:bg-raised enabled:hover:text-ink",
              )}
            >
              {option.label}
            </button>
          );
        })}
      </div>
      {hint && <p className="mt-1.5 text-[0.8125rem] text-ink-soft">{hint}</p>}
    </fieldset>
  );
}
