import { type VariantProps, cva } from "class-variance-authority";
import { Loader2 } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const button = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors disabled:opacity-60 aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-accent text-on-accent hover:bg-accent-strong",
        plain: "border bg-surface text-ink hover:bg-raised",
        quiet: "text-ink-soft hover:bg-raised hover:text-ink",
        danger: "bg-bad text-canvas hover:brightness-110",
      },
      size: {
        small: "h-8 px-2.5 text-[0.8125rem]",
        medium: "h-10 px-4 text-sm",
        large: "h-12 px-6 text-base",
        icon: "size-10",
        smallIcon: "size-8",
      },
    },
    defaultVariants: { look: "plain", size: "medium" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof button> {
  /** Draw the child (a link) as a button. */
  asChild?: boolean;
  /** Shows that it is at work, and takes no second click. */
  busy?: boolean;
}

/** A button; of type `button` unless told otherwise. */
export function Button({ className, look, size, asChild, busy, children, ...props }: ButtonProps) {
  const classes = cn(button({ look, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={classes}
      {...props}
      disabled={busy || props.disabled}
      aria-busy={busy || undefined}
    >
      {busy && <Loader2 aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}
