import { useEffect, useRef } from "react";
import type { Deck } from "./deck";

interface MeterProps {
  deck: Deck | null;
  id: string;
  playing: boolean;
}

const FLOOR_DB = -48;
const FALL_PER_FRAME = 0.03;

/** How loud one stem is at this moment; a picture alone. */
export function Meter({ deck, id, playing }: MeterProps) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!bar.current || !deck) return undefined;
    const style = bar.current.style;
    let shown = 0;
    let frame = 0;
    const draw = () => {
      const level = deck.graph.level(id);
      const now = level > 0 ? Math.max(0, 1 - (20 * Math.log10(level)) / FLOOR_DB) : 0;
      shown = Math.min(1, Math.max(now, shown - FALL_PER_FRAME));
      style.transform = `scaleX(${shown})`;
      frame = requestAnimationFrame(draw);
    };
    if (playing) draw();
    return () => {
      cancelAnimationFrame(frame);
      style.transform = "scaleX(0)";
    };
  }, [deck, id, playing]);
  return (
    <span aria-hidden className="block h-1.5 w-full overflow-hidden rounded-full bg-sunken">
      <span
        ref={bar}
        className="block h-full origin-left rounded-full bg-good"
        style={{ transform: "scaleX(0)" }}
      />
    </span>
  );
}
