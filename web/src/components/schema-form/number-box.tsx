import { type ComponentProps, useState } from "react";
import { Input } from "@/components/ui/input";

interface NumberBoxProps extends Omit<ComponentProps<"input">, "value" | "onChange"> {
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

const shown = (value: number | undefined) =>
  value === undefined ? "" : String(Math.round(value * 1000) / 1000);

/** A number as it is typed: halfway to a number, the text stays and the value is unset. */
export function NumberBox({ value, onChange, ...props }: NumberBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const change = (text: string) => {
    setTyped(text);
    const parsed = Number(text.replace(",", "."));
    onChange(text.trim() && Number.isFinite(parsed) ? parsed : undefined);
  };
  return (
    <Input
      inputMode="decimal"
      autoComplete="off"
      {...props}
      value={typed ?? shown(value)}
      onChange={(event) => change(event.target.value)}
      onBlur={(event) => {
        setTyped(null);
        props.onBlur?.(event);
      }}
    />
  );
}
