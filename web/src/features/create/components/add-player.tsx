import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { useCreating } from "../context";
import type { Player } from "../model/band";
import type { AddedPlayer } from "../model/form";
import { freeRole, rolesOf } from "../model/instruments";
import { InstrumentSelect } from "./instrument-select";
import { useNames } from "./use-names";

interface AddPlayerProps {
  players: readonly Player[];
  onAdd: (player: AddedPlayer) => void;
}

/** One more player: the instrument, and what it plays. */
export function AddPlayer({ players, onAdd }: AddPlayerProps) {
  const { t } = useTranslation("create");
  const { vocabulary } = useCreating();
  const names = useNames();
  const [open, setOpen] = useState(false);
  const [instrument, setInstrument] = useState("piano");
  const [wanted, setWanted] = useState<string | null>(null);
  const instruments = vocabulary?.instruments ?? [];
  const taken = players.map((one) => one.role);
  const role = wanted ?? freeRole(instruments, instrument, taken);
  if (!instruments.length) return null;
  return (
    <Popover
      label={t("band.add")}
      className="w-72"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" look="quiet" className="rounded-full">
          <UserPlus aria-hidden />
          {t("band.add")}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t("band.instrument")}>
          {(tied) => (
            <InstrumentSelect
              {...tied}
              value={instrument}
              onChange={(id) => {
                setInstrument(id);
                setWanted(null);
              }}
            />
          )}
        </Field>
        <Field label={t("band.role")}>
          {(tied) => (
            <NativeSelect
              {...tied}
              value={role}
              onChange={(event) => setWanted(event.target.value)}
            >
              {rolesOf(instruments, instrument).map((one) => (
                <option key={one} value={one}>
                  {names.role(one)}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Button
          look="primary"
          onClick={() => {
            onAdd({ instrument, role });
            setOpen(false);
            setWanted(null);
          }}
        >
          {t("band.join")}
        </Button>
      </div>
    </Popover>
  );
}
