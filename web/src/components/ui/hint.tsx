import { Slot } from "radix-ui";
import { type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { later } from "./later";

type Side = "top" | "bottom" | "left" | "right";

interface HintProps {
  text: string;
  children: ReactNode;
  side?: Side | undefined;
}

const loadBubble = () => import("./hint-bubble");
const Bubble = later(loadBubble, { trouble: "nowhere" });
const DELAY_MS = 400;
const SOON_AFTER_MS = 300;
let lastShown = 0;

/** A few words beside what is pointed at, or focused by the keyboard. */
export function Hint({ text, children, side = "top" }: HintProps) {
  const id = useId();
  const anchor = useRef<HTMLElement>(null);
  const timer = useRef(0);
  const [open, setOpen] = useState(false);
  useEffect(() => () => clearTimeout(timer.current), []);

  const close = () => {
    clearTimeout(timer.current);
    if (open) lastShown = Date.now();
    setOpen(false);
  };
  const enter = ({ pointerType }: PointerEvent) => {
    if (pointerType === "touch") return;
    void loadBubble().catch(() => null); // tried again when it is shown
    clearTimeout(timer.current);
    // from one to the next of a row there is nothing to wait for
    const delay = Date.now() - lastShown < SOON_AFTER_MS ? 0 : DELAY_MS;
    timer.current = window.setTimeout(() => setOpen(true), delay);
  };
  return (
    <>
      <Slot.Root
        ref={anchor}
        aria-describedby={open ? id : undefined}
        onPointerEnter={enter}
        onPointerLeave={() => clearTimeout(timer.current)} // the bubble itself sees when to go
        onPointerDown={close}
        onClick={close}
        onFocus={(event) => {
          if (event.currentTarget.matches(":focus-visible")) setOpen(true);
        }}
        onBlur={close}
      >
        {children}
      </Slot.Root>
      {open && <Bubble id={id} anchor={anchor} text={text} side={side} onClose={close} />}
    </>
  );
}
