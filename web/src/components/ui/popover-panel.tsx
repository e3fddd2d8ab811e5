import { Popover as Radix } from "radix-ui";
import { type ReactNode, type RefObject, useRef } from "react";
import { cn } from "@/lib/cn";

interface PopoverPanelProps {
  /** The trigger. */
  anchor: RefObject<HTMLElement | null>;
  children: ReactNode;
  label: string;
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "bottom" | "left" | "right" | undefined;
  className?: string | undefined;
  onClose: () => void;
}

/** The panel of a popover while it is open. */
export default function PopoverPanel({
  anchor,
  children,
  label,
  align,
  side,
  className,
  onClose,
}: PopoverPanelProps) {
  const left = useRef(false);
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          {...(align ? { align } : {})}
          {...(side ? { side } : {})}
          sideOffset={6}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // a click on the trigger closes it by itself
            if (anchor.current?.contains(event.target as Node)) event.preventDefault();
            else left.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!left.current) anchor.current?.focus();
          }}
          className={cn(
            "z-50 w-80 max-w-[calc(100vw-1rem)] animate-rise rounded-xl border bg-surface p-4 shadow-xl",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
