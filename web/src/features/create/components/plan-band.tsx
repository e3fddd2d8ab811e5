import { UserMinus } from "lucide-react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import { cn } from "@/lib/cn";
import { changesBand, type Player, playersOf, removedOf } from "../model/band";
import { type BandEdits, type CreateValues, NO_BAND_EDITS } from "../model/form";
import type { Plan } from "../model/plan";
import { AddPlayer } from "./add-player";
import { InstrumentSelect } from "./instrument-select";
import { useNames } from "./use-names";
import { Yours } from "./yours";

/** Who plays: each can change the instrument or go, and others can join. */
export function PlanBand({ plan }: { plan: Plan }) {
  const { t } = useTranslation("create");
  const { setValue, control } = useFormContext<CreateValues>();
  const edits = useWatch({ control, name: "band" });
  const names = useNames();
  const players = playersOf(plan, edits);
  const write = (next: BandEdits) => setValue("band", next, { shouldDirty: true });

  const swap = (player: Player, instrument: string) =>
    write(
      player.added
        ? {
            ...edits,
            added: edits.added.map((one, index) =>
              String(index) === player.id ? { ...one, instrument } : one,
            ),
          }
        : { ...edits, swapped: { ...edits.swapped, [player.id]: instrument } },
    );
  const remove = (player: Player) =>
    write(
      player.added
        ? { ...edits, added: edits.added.filter((_, index) => String(index) !== player.id) }
        : { ...edits, removed: [...edits.removed, player.id] },
    );
  const bringBack = (name: string) =>
    write({ ...edits, removed: edits.removed.filter((one) => one !== name) });

  return (
    <section aria-labelledby="plan-band">
      <div className="mb-2 flex h-6 items-center justify-between gap-2">
        <h3 id="plan-band" className="text-xs text-ink-soft">
          {t("band.title", { count: players.length })}
        </h3>
        {changesBand(plan, edits) && (
          <Yours name={t("band.name")} onReset={() => write(NO_BAND_EDITS)} />
        )}
      </div>
      <div className="flex flex-wrap gap-1.5">
        {players.map((player) => (
          <PlayerChip
            key={`${player.added ? "+" : ""}${player.id}`}
            player={player}
            last={players.length === 1}
            onSwap={(instrument) => swap(player, instrument)}
            onRemove={() => remove(player)}
          />
        ))}
        {removedOf(plan, edits).map((layer) => (
          <button
            key={layer.name}
            type="button"
            aria-label={t("band.bringBack", { name: names.instrument(layer.instrument) })}
            onClick={() => bringBack(layer.name)}
            className="h-8 rounded-full border border-dashed border-line-strong px-3 text-[0.8125rem] text-ink-soft line-through hover:bg-raised"
          >
            {names.instrument(layer.instrument)}
          </button>
        ))}
        <AddPlayer
          players={players}
          onAdd={(player) => write({ ...edits, added: [...edits.added, player] })}
        />
      </div>
    </section>
  );
}

interface PlayerChipProps {
  player: Player;
  /** The only one: somebody has to play. */
  last: boolean;
  onSwap: (instrument: string) => void;
  onRemove: () => void;
}

function PlayerChip({ player, last, onSwap, onRemove }: PlayerChipProps) {
  const { t } = useTranslation("create");
  const names = useNames();
  const name = names.instrument(player.instrument);
  const role = names.role(player.role);
  return (
    <Popover
      label={name}
      className="w-72"
      trigger={
        <button
          type="button"
          aria-label={t("band.player", { name, role })}
          className={cn(
            "inline-flex h-8 items-center gap-1.5 rounded-full border px-3 text-[0.8125rem] hover:border-line-strong hover:bg-raised",
            (player.added || player.instead) && "border-accent bg-accent-soft",
          )}
        >
          <span className="font-medium">{name}</span>
          <span className="text-xs text-ink-soft">{role}</span>
        </button>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-sm">
          <span className="font-semibold">{name}</span>
          <span className="text-ink-soft">
            {" · "}
            {role}
          </span>
        </p>
        {player.role !== "transitions" && (
          <Field label={t("band.swap")}>
            {(tied) => (
              <InstrumentSelect
                {...tied}
                value={player.instrument}
                near={player.instrument}
                role={player.role}
                onChange={onSwap}
              />
            )}
          </Field>
        )}
        {player.instead && (
          <Button size="small" onClick={() => onSwap(player.instead ?? player.instrument)}>
            {t("band.back", { name: names.instrument(player.instead) })}
          </Button>
        )}
        <Button size="small" disabled={last} onClick={onRemove}>
          <UserMinus aria-hidden />
          {t("band.remove")}
        </Button>
      </div>
    </Popover>
  );
}
