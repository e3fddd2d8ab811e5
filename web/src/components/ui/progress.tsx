import { Progress as Radix } from "radix-ui";
import { cn } from "@/lib/cn";

interface ProgressProps {
  /** 0 to 100; null while nobody knows. */
  value: number | null;
  label: string;
  className?: string;
}

/** How much is done. */
export function Progress({ value, label, className }: ProgressProps) {
  return (
    <Radix.Root
      value={value}
      aria-label={label}
      className={cn("relative h-1.5 w-full overflow-hidden rounded-full bg-line", className)}
    >
      <Radix.Indicator
        className={cn(
          "h-full rounded-full bg-accent transition-[width] duration-300",
          value === null && "w-1/3 animate-pulse",
        )}
        style={value === null ? undefined : { width: `${value}%` }}
      />
    </Radix.Root>
  );
}
