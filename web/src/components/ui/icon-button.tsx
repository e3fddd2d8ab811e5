import { Button, type ButtonProps } from "./button";
import { Hint } from "./hint";

interface IconButtonProps extends Omit<ButtonProps, "title" | "aria-label"> {
  /** What it does: read aloud, and shown when pointed at. */
  label: string;
  side?: "top" | "bottom" | "left" | "right";
}

/** A button that shows only an icon. */
export function IconButton({
  label,
  side,
  size = "icon",
  look = "quiet",
  ...props
}: IconButtonProps) {
  return (
    <Hint text={label} side={side}>
      <Button aria-label={label} size={size} look={look} {...props} />
    </Hint>
  );
}
