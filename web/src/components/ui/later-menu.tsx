import { Slot } from "radix-ui";
import { type ComponentType, type KeyboardEvent, type ReactNode, useState } from "react";
import { later } from "./later";

interface LaterMenuProps {
  trigger: ReactNode;
}

/** A menu that is loaded when it is first opened; it is handed its trigger, and begins open. */
export function laterMenu(
  load: () => Promise<{ default: ComponentType<LaterMenuProps> }>,
): ComponentType<LaterMenuProps>;
export function laterMenu<Props extends LaterMenuProps>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props>;
export function laterMenu<Props extends LaterMenuProps>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const Menu = later(load, { waiting: ({ trigger }) => trigger, trouble: "above" });
  const preload = () => void load().catch(() => null); // tried again when it opens
  return function LaterMenu(props: Props) {
    const [wanted, setWanted] = useState(false);
    if (wanted) return <Menu {...props} />;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      setWanted(true);
    };
    return (
      <Slot.Root
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setWanted(true)}
        onKeyDown={onKeyDown}
      >
        {props.trigger}
      </Slot.Root>
    );
  };
}
