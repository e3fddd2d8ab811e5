import { Slot } from "radix-ui";
import { type ComponentType, type ReactNode, useState } from "react";
import { later } from "./later";

interface LaterMenuProps {
  trigger: ReactNode;
}

/** A menu that is loaded when it is first opened; it is handed its trigger, and begins open. */
export function laterMenu(
  load: () => Promise<{ default: ComponentType<LaterMenuProps> }>,
): ComponentType<LaterMenuProps> {
  const Menu = later(load, { waiting: ({ trigger }) => trigger, trouble: "above" });
  const preload = () => void load().catch(() => null); // tried again when it opens
  return function LaterMenu({ trigger }: LaterMenuProps) {
    const [wanted, setWanted] = useState(false);
    if (wanted) return <Menu trigger={trigger} />;
    return (
      <Slot.Root
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setWanted(true)}
      >
        {trigger}
      </Slot.Root>
    );
  };
}
