import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Input } from "@/components/ui/input";
import { bounds, shownAs } from "./ranges";

interface RangeFieldsProps {
  legend: string;
  from: number | undefined;
  to: number | undefined;
  /** How much one of what is typed is worth: 60 for minutes that are asked for in seconds. */
  scale: number;
  onChange: (from: number | undefined, to: number | undefined) => void;
}

/** From one number to another; either may be left open. */
export function RangeFields({ legend, from, to, scale, onChange }: RangeFieldsProps) {
  const { t } = useTranslation("library");
  const shown = `${shownAs(from, scale)}–${shownAs(to, scale)}`;
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <Ends
        key={shown}
        names={[t("filter.from"), t("filter.to")]}
        {...{ from, to, scale, onChange }}
      />
    </fieldset>
  );
}

type EndsProps = Omit<RangeFieldsProps, "legend"> & { names: [string, string] };

function Ends({ names, from, to, scale, onChange }: EndsProps) {
  const [low, setLow] = useState(shownAs(from, scale));
  const [high, setHigh] = useState(shownAs(to, scale));
  const done = () => {
    const next = bounds(low, high, scale);
    if (next[0] !== from || next[1] !== to) onChange(...next);
  };
  const field = (name: string, value: string, set: (text: string) => void) => (
    <Input
      aria-label={name}
      placeholder={name}
      inputMode="decimal"
      autoComplete="off"
      className="h-9 text-sm"
      value={value}
      onChange={(event) => set(event.target.value)}
      onBlur={done}
      onKeyDown={(event) => event.key === "Enter" && done()}
    />
  );
  return (
    <div className="flex items-center gap-2">
      {field(names[0], low, setLow)}
      <span aria-hidden className="text-ink-soft">
        –
      </span>
      {field(names[1], high, setHigh)}
    </div>
  );
}
