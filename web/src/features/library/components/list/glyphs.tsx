import { cn } from "@/lib/cn";

// Drawn by hand: a list has hundreds of these, and each is one element with one path.
const LINE = {
  viewBox: "0 0 24 24",
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 2,
  strokeLinecap: "round",
  strokeLinejoin: "round",
  "aria-hidden": true,
} as const;

export function HeartGlyph({ filled, className }: { filled: boolean; className?: string }) {
  return (
    <svg {...LINE} className={cn("size-4", filled && "fill-current text-accent", className)}>
      <path d="M12 20.4 4.3 12.6a5 5 0 0 1 7.1-7.1l.6.7.6-.7a5 5 0 0 1 7.1 7.1z" />
    </svg>
  );
}

export function DotsGlyph() {
  return (
    <svg {...LINE} className="size-4">
      <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth={3} />
    </svg>
  );
}

export function PlayGlyph({ className }: { className?: string }) {
  return (
    <svg {...LINE} className={cn("fill-current", className)}>
      <path d="M7 4.5v15l12-7.5z" />
    </svg>
  );
}

export function PauseGlyph({ className }: { className?: string }) {
  return (
    <svg {...LINE} className={className}>
      <path d="M8 5v14M16 5v14" strokeWidth={4} />
    </svg>
  );
}

export function TickGlyph() {
  return (
    <svg {...LINE} strokeWidth={3} className="size-3.5">
      <path d="m5 12.5 4.5 4.5L19 7.5" />
    </svg>
  );
}
