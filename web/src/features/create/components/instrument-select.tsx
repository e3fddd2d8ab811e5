import type { ComponentProps } from "react";
import { NativeSelect } from "@/components/ui/input";
import { useCreating } from "../context";
import { instrumentGroups } from "../model/instruments";
import { useNames } from "./use-names";

interface InstrumentSelectProps extends Omit<ComponentProps<"select">, "value" | "onChange"> {
  value: string;
  /** Its kin come first. */
  near?: string;
  /** What is played: only fitting instruments are offered. */
  role?: string;
  onChange: (instrument: string) => void;
}

/** Every instrument, those of a kind together. */
export function InstrumentSelect({ value, near, role, onChange, ...props }: InstrumentSelectProps) {
  const { vocabulary } = useCreating();
  const names = useNames();
  const groups = instrumentGroups(vocabulary?.instruments ?? [], role, near);
  const known = groups.some(({ instruments }) => instruments.some((one) => one.id === value));
  return (
    <NativeSelect {...props} value={value} onChange={(event) => onChange(event.target.value)}>
      {!known && value && <option value={value}>{names.instrument(value)}</option>}
      {groups.map(({ name, instruments }) => (
        <optgroup key={name} label={name}>
          {instruments.map((one) => (
            <option key={one.id} value={one.id}>
              {one.label}
            </option>
          ))}
        </optgroup>
      ))}
    </NativeSelect>
  );
}
