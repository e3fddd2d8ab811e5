import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { placeAt } from "./place";

export interface Dragging {
  from: number;
  /** Where it would be if it were let go now. */
  to: number;
  /** How far it has been dragged, in pixels. */
  offset: number;
  /** Of the dragged row, in pixels. */
  height: number;
}

const EDGE_PIXELS = 48;
const SCROLL_PIXELS = 10;

/** Dragging rows of a list by a pointer: Escape leaves all as it was. */
export function useDragging(
  list: RefObject<HTMLElement | null>,
  onDrop: (from: number, to: number) => void,
) {
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);

  const begin = (event: PointerEvent<HTMLElement>, from: number) => {
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    const row = rows[from];
    if (event.button !== 0 || !row) return;
    event.preventDefault();
    event.currentTarget.focus();
    const scroller = scrollerOf(list.current);
    const middles = rows.map(({ top, height }) => top + height / 2);
    const start = event.clientY;
    const scrolledAt = scroller.scrollTop;
    let now: Dragging = { from, to: from, offset: 0, height: row.height };
    let pointer = start;
    const update = () => {
      const offset = pointer - start + scroller.scrollTop - scrolledAt;
      now = { from, to: placeAt(middles, from, offset), offset, height: row.height };
      setDragging(now);
    };
    const follow = (moved: globalThis.PointerEvent) => {
      pointer = moved.clientY;
      update();
    };
    const scroll = setInterval(() => {
      const { top, bottom } = scroller.getBoundingClientRect();
      if (pointer < top + EDGE_PIXELS) scroller.scrollTop -= SCROLL_PIXELS;
      else if (pointer > bottom - EDGE_PIXELS) scroller.scrollTop += SCROLL_PIXELS;
      else return;
      update();
    }, 16);
    const end = () => {
      clearInterval(scroll);
      for (const [type, listener] of listeners) window.removeEventListener(type, listener, true);
      setDragging(null);
    };
    const drop = () => {
      end();
      if (now.from !== now.to) onDrop(now.from, now.to);
    };
    const leave = (pressed: Event) => {
      if ((pressed as KeyboardEvent).key !== "Escape") return;
      pressed.stopPropagation(); // what is open stays open
      pressed.preventDefault();
      end();
    };
    const listeners: [string, (event: Event) => void][] = [
      ["pointermove", follow as (event: Event) => void],
      ["pointerup", drop],
      ["pointercancel", end],
      ["keydown", leave],
    ];
    for (const [type, listener] of listeners) window.addEventListener(type, listener, true);
    stop.current = end;
    setDragging(now);
  };
  return { dragging, begin };
}

function scrollerOf(element: HTMLElement | null): HTMLElement {
  for (let at = element?.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.documentElement;
}
