import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";

const STAR = "l2.9 5.9 6.5.95-4.7 4.58 1.1 6.47-5.8-3.05-5.8 3.05 1.1-6.47-4.7-4.58 6.5-.95z";
const EDGE = { strokeWidth: 1.5, strokeLinejoin: "round" } as const;

interface RatingProps {
  /** 1 to 5 stars; null: none. */
  value: number | null;
  /** Without it the stars are only shown. */
  onChange?: (value: number | null) => void;
  /** What is rated, for those who can't see it; "Rating" unless given. */
  label?: string;
  /** Pixels of a star. */
  size?: number;
  /** -1 where another widget (a grid) says where the focus goes. */
  tabIndex?: number;
  disabled?: boolean;
  className?: string;
}

/** One to five stars; the star that is set takes them away again. Arrows and digits set them, too. */
export function Rating({ label, ...props }: RatingProps) {
  const { t } = useTranslation("shared");
  const told = props.value ? t("rating.stars", { count: props.value }) : t("rating.none");
  return <Stars name={label ?? t("rating.label")} told={told} {...props} />;
}

interface StarsProps extends Omit<RatingProps, "label"> {
  /** What is rated. */
  name: string;
  /** The rating in words. */
  told: string;
}

/** The same with its words given: for long lists, where looking words up for each row takes time. */
export function Stars({ name, told, value, onChange, size = 24, ...props }: StarsProps) {
  const { tabIndex = 0, disabled, className } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const lit = pointed ?? value ?? 0;
  const stars = (
    <svg viewBox="0 0 120 24" width={size * 5} height={size} aria-hidden className="block">
      {lit > 0 && (
        <path d={starsIn(0, lit)} className="fill-current stroke-current text-accent" {...EDGE} />
      )}
      {lit < 5 && (
        <path d={starsIn(lit, 5)} className="fill-none stroke-current text-line-strong" {...EDGE} />
      )}
    </svg>
  );
  if (!onChange)
    return (
      <span role="img" aria-label={`${name}: ${told}`} className={cn("inline-block", className)}>
        {stars}
      </span>
    );
  const set = (star: number) => onChange(star < 1 || star === value ? null : Math.min(5, star));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(event.key, value);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next !== value) onChange(next);
  };
  return (
    <span
      role="slider"
      tabIndex={disabled ? -1 : tabIndex}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={5}
      aria-valuenow={value ?? 0}
      aria-valuetext={told}
      aria-disabled={disabled || undefined}
      onKeyDown={disabled ? undefined : onKeyDown}
      onClick={disabled ? undefined : (event) => set(starAt(event))}
      onPointerMove={disabled ? undefined : (event) => setPointed(starAt(event))}
      onPointerLeave={() => setPointed(null)}
      className={cn(
        "inline-block cursor-pointer touch-manipulation rounded-md",
        disabled && "cursor-default opacity-60",
        className,
      )}
    >
      {stars}
    </span>
  );
}

/** The outlines of the stars from one to another. */
function starsIn(from: number, to: number): string {
  return Array.from(
    { length: to - from },
    (_, one) => `M${12 + (from + one) * 24} 2.6${STAR}`,
  ).join("");
}

/** The rating after a key; undefined for keys that set none. */
export function keyed(key: string, value: number | null): number | null | undefined {
  const now = value ?? 0;
  const next: Record<string, number> = {
    ArrowRight: Math.min(5, now + 1),
    ArrowUp: Math.min(5, now + 1),
    ArrowLeft: Math.max(0, now - 1),
    ArrowDown: Math.max(0, now - 1),
    Home: 0,
    End: 5,
    Delete: 0,
    Backspace: 0,
  };
  const set = /^[0-5]$/.test(key) ? Number(key) : next[key];
  return set === undefined ? undefined : set || null;
}

function starAt(event: { clientX: number; currentTarget: Element }): number {
  const box = event.currentTarget.getBoundingClientRect();
  const part = box.width ? (event.clientX - box.left) / box.width : 0;
  return Math.min(5, Math.max(1, Math.ceil(part * 5)));
}
