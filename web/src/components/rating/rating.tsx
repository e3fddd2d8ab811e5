import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";

const STARS = [1, 2, 3, 4, 5] as const;
const STAR =
  "M12 2.6l2.9 5.9 6.5.95-4.7 4.58 1.1 6.47L12 17.45 6.2 20.5l1.1-6.47L2.6 9.45l6.5-.95z";

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
export function Rating({
  value,
  onChange,
  label,
  size = 24,
  tabIndex = 0,
  disabled,
  className,
}: RatingProps) {
  const { t } = useTranslation("shared");
  const [pointed, setPointed] = useState<number | null>(null);
  const name = label ?? t("rating.label");
  const told = value ? t("rating.stars", { count: value }) : t("rating.none");
  const stars = (
    <svg viewBox="0 0 120 24" width={size * 5} height={size} aria-hidden className="block">
      {STARS.map((star) => (
        <path
          key={star}
          d={STAR}
          transform={`translate(${(star - 1) * 24})`}
          className={cn(
            "stroke-current",
            star <= (pointed ?? value ?? 0)
              ? "fill-current text-accent"
              : "fill-none text-line-strong",
          )}
          strokeWidth={1.5}
          strokeLinejoin="round"
        />
      ))}
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
