import { Slider as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

interface SliderProps extends Omit<ComponentProps<typeof Radix.Root>, "value" | "onValueChange"> {
  value: number;
  onValueChange: (value: number) => void;
  /** What it sets, for those who can't see it. */
  label: string;
  /** The value in words, for instance "1:23 of 3:40". */
  valueText?: string;
}

/** One value on a line. */
export function Slider({
  value,
  onValueChange,
  label,
  valueText,
  className,
  ...props
}: SliderProps) {
  return (
    <Radix.Root
      className={cn("relative flex h-6 w-full touch-none items-center select-none", className)}
      value={[value]}
      onValueChange={([next]) => next !== undefined && onValueChange(next)}
      {...props}
    >
      <Radix.Track className="relative h-1.5 grow overflow-hidden rounded-full bg-line">
        <Radix.Range className="absolute h-full bg-accent" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-4 rounded-full border-2 border-surface bg-accent shadow"
      />
    </Radix.Root>
  );
}
