import { Tooltip } from "radix-ui";
import { type Ref, type RefObject, useEffect, useImperativeHandle } from "react";

interface HintBubbleProps {
  id: string;
  /** What it explains. */
  anchor: RefObject<HTMLElement | null>;
  text: string;
  side: "top" | "bottom" | "left" | "right";
  onClose: () => void;
}

/** The words themselves: they stay while they are pointed at, and go on Escape. */
export default function HintBubble({ id, anchor, text, side, onClose }: HintBubbleProps) {
  useEffect(() => {
    // it came late, and nobody points there any more
    if (!anchor.current?.matches(":hover, :focus")) onClose();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only as it comes
  }, []);
  return (
    <Tooltip.Provider>
      <Tooltip.Root open onOpenChange={(open) => !open && onClose()}>
        <Tooltip.Trigger asChild>
          <Standin of={anchor} />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            id={id}
            className="z-50 max-w-72 animate-fade-in rounded-md bg-ink px-2.5 py-1.5 text-xs text-canvas shadow-lg"
          >
            {text}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}

/** Stands where the trigger would; what it refers to is on the page already. */
function Standin({ of, ref }: { of: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> }) {
  useImperativeHandle(ref, () => of.current as HTMLElement, [of]);
  return null;
}
