import { GripVertical } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { type Dragging, useDragging } from "./use-dragging";

interface SortableListProps<Item extends { key: string }> {
  items: readonly Item[];
  label: string;
  nameOf: (item: Item) => string;
  /** The item of the first place is to be at the second one. */
  onMove: (from: number, to: number) => void;
  /** One row; `handle` is what it is dragged by, and moved by arrow keys. */
  children: (item: Item, place: number, handle: ReactNode) => ReactNode;
  className?: string;
}

/** A list whose rows can be put into another order, by pointer and by keyboard. */
export function SortableList<Item extends { key: string }>(props: SortableListProps<Item>) {
  const { items, label, nameOf, onMove, children, className } = props;
  const { t } = useTranslation("shared");
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState("");
  const moved = useRef<string | null>(null);
  const move = (from: number, to: number) => {
    const item = items[from];
    if (!item || to < 0 || to >= items.length || from === to) return;
    moved.current = item.key;
    onMove(from, to);
    setSaid(t("sortable.moved", { name: nameOf(item), place: to + 1, whole: items.length }));
  };
  const { dragging, begin } = useDragging(list, move);
  useLayoutEffect(() => {
    if (!moved.current) return;
    // a row that was moved in the document has lost the focus
    const handle = `[data-handle="${CSS.escape(moved.current)}"]`;
    if (document.activeElement === document.body) {
      list.current?.querySelector<HTMLElement>(handle)?.focus();
    }
    moved.current = null;
  }, [items]);
  return (
    <>
      <ol ref={list} aria-label={label} className={cn("relative", className)}>
        {items.map((item, place) => (
          <li
            key={item.key}
            className={cn(
              "relative [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]",
              dragging && "transition-transform duration-150",
              dragging?.from === place && "z-10 rounded-lg bg-surface shadow-lg transition-none",
            )}
            style={{ transform: shiftOf(dragging, place) }}
          >
            {children(
              item,
              place,
              <button
                type="button"
                data-handle={item.key}
                aria-label={t("sortable.handle", { name: nameOf(item), place: place + 1 })}
                aria-keyshortcuts="ArrowUp ArrowDown"
                onPointerDown={(event) => begin(event, place)}
                onKeyDown={(event) => {
                  const to = {
                    ArrowUp: place - 1,
                    ArrowDown: place + 1,
                    Home: 0,
                    End: items.length - 1,
                  }[event.key];
                  if (to === undefined) return;
                  event.preventDefault();
                  event.stopPropagation();
                  move(place, to);
                }}
                className="flex h-10 w-7 shrink-0 cursor-grab touch-none items-center justify-center rounded-md text-ink-soft hover:text-ink active:cursor-grabbing"
              >
                <GripVertical aria-hidden className="size-4" />
              </button>,
            )}
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}

/** How a row makes room, or follows the pointer. */
function shiftOf(dragging: Dragging | null, place: number): string | undefined {
  if (!dragging) return undefined;
  const { from, to, offset, height } = dragging;
  if (place === from) return `translateY(${offset}px)`;
  if (place > from && place <= to) return `translateY(${-height}px)`;
  if (place < from && place >= to) return `translateY(${height}px)`;
  return undefined;
}
