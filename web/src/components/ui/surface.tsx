import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

/** A card. */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return (
    <section
      className={cn("min-w-0 rounded-2xl border bg-surface p-4 sm:p-5", className)}
      {...props}
    />
  );
}

interface BadgeProps {
  children: ReactNode;
  tone?: "plain" | "accent" | "good" | "warn" | "bad" | "info";
  className?: string;
}

const tones = {
  plain: "bg-raised text-ink-soft",
  accent: "bg-accent-soft text-ink",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
};

/** A word about the state of something. */
export function Badge({ children, tone = "plain", className }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3.5",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-6 min-w-6 items-center justify-center rounded-md border border-b-2 bg-raised px-1.5 font-sans text-xs text-ink">
      {children}
    </kbd>
  );
}

/** Where something will be, while it loads. It keeps the place, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse rounded-lg bg-raised", className)} />;
}
