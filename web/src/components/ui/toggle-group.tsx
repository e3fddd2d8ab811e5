import { ToggleGroup as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface ToggleGroupProps<Value extends string> {
  value: Value;
  onValueChange: (value: Value) => void;
  label: string;
  options: readonly { value: Value; label: ReactNode; hint?: string }[];
  className?: string;
}

/** One of a few choices, all seen at once. */
export function ToggleGroup<Value extends string>({
  value,
  onValueChange,
  label,
  options,
  className,
}: ToggleGroupProps<Value>) {
  return (
    <Radix.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onValueChange(next as Value)}
      className={cn("inline-flex rounded-lg border bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          aria-label={option.hint}
          className="inline-flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-md px-2.5 text-[0.8125rem] font-medium text-ink-soft hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-sm [&_svg]:size-4"
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
