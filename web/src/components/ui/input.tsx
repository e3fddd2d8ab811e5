import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const box =
  "w-full min-w-0 rounded-lg border border-line-strong bg-surface px-3 text-ink transition-colors hover:border-ink-soft disabled:opacity-60 aria-invalid:border-bad";

/** A line of text. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(box, "h-10", className)} {...props} />;
}

/** Several lines of text. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(box, "min-h-24 py-2 leading-relaxed", className)} {...props} />;
}

/** The browser's own list of choices: quick, and right on phones. */
export function NativeSelect({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(box, "h-10 pr-8", className)} {...props} />;
}
