import { Slot } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { later } from "./later";

interface PopoverProps {
  trigger: ReactNode;
  children: ReactNode;
  /** What it is, for those who can't see it. */
  label: string;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  className?: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

const loadPanel = () => import("./popover-panel");
const Panel = later(loadPanel, { trouble: "above" });
const preload = () => void loadPanel().catch(() => null); // tried again when it opens

/** A small panel beside its trigger. */
export function Popover({ trigger, open, onOpenChange, ...panel }: PopoverProps) {
  const anchor = useRef<HTMLElement>(null);
  const [own, setOwn] = useState(false);
  const shown = open ?? own;
  const turn = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  return (
    <>
      <Slot.Root
        ref={anchor}
        aria-haspopup="dialog"
        aria-expanded={shown}
        data-state={shown ? "open" : "closed"}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => turn(!shown)}
      >
        {trigger}
      </Slot.Root>
      {shown && <Panel anchor={anchor} onClose={() => turn(false)} {...panel} />}
    </>
  );
}
