import { useWatch } from "react-hook-form";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useHeldPlan, useParameter } from "../context";
import type { CreateValues } from "../model/form";
import type { Plan } from "../model/plan";
import {
  type Block,
  blocksOf,
  type GivenSection,
  givenSections,
  MOST_SECTIONS,
  moved,
} from "../model/sections";
import { SectionEditor } from "./section-editor";
import { useNames } from "./use-names";
import { Yours } from "./yours";

const MOST_DRAWN = 32;

/** The form of the piece: sections as wide as they are long and as high as they are wild. */
export function PlanForm({ plan }: { plan: Plan }) {
  const { t } = useTranslation("create");
  const parameter = useParameter("sections");
  const held = useHeldPlan();
  const like = useWatch<CreateValues, "likeTrackId">({ name: "likeTrackId" });
  const [chosen, setChosen] = useState<number | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const given = givenSections(parameter.value);
  const blocks = blocksOf(plan, given);
  const editable =
    parameter.offered && !held.yours && like === null && blocks.length <= MOST_SECTIONS;
  const drawn = blocks.slice(0, MOST_DRAWN);
  const at = chosen === null ? null : Math.min(chosen, drawn.length - 1);
  const bars = blocks.reduce((sum, one) => sum + one.bars, 0);

  const write = (next: readonly GivenSection[], focus: number) => {
    parameter.set(next.map(({ name, bars: long }) => ({ name, bars: long })));
    setChosen(focus);
  };
  const select = (index: number) => {
    setChosen(index);
    row.current?.querySelectorAll("button")[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = at ?? 0;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const jump = { Home: 0, End: drawn.length - 1 }[event.key];
    if (step === undefined && jump === undefined && event.key !== "Delete") return;
    event.preventDefault();
    const to = jump ?? Math.min(drawn.length - 1, Math.max(0, from + (step ?? 0)));
    if (event.key === "Delete") {
      if (editable && blocks.length > 1)
        write(
          blocks.filter((_, index) => index !== from),
          from,
        );
    } else if (event.altKey && editable) {
      if (to !== from) write(moved(blocks, from, to), to);
    }
    if (event.key !== "Delete") select(to);
  };

  return (
    <section aria-labelledby="plan-form">
      <div className="mb-2 flex h-6 items-center justify-between gap-2">
        <h3 id="plan-form" className="text-xs text-ink-soft">
          {t("form.title", {
            sections: t("form.sections", { count: blocks.length }),
            bars: t("form.bars", { count: bars }),
          })}
        </h3>
        {parameter.yours && <Yours name={t("form.name")} onReset={parameter.reset} />}
      </div>
      {/* arrow keys go from section to section; Alt moves the section itself */}
      <div
        ref={row}
        role="toolbar"
        tabIndex={-1}
        aria-label={t("form.name")}
        aria-describedby={editable ? "plan-form-keys" : undefined}
        onKeyDown={onKeyDown}
        className="flex h-20 items-end gap-0.5"
      >
        {drawn.map((block, index) => (
          <BlockButton
            key={index}
            block={block}
            chosen={at === index}
            tabbable={(at ?? 0) === index}
            onClick={() => setChosen(at === index ? null : index)}
          />
        ))}
      </div>
      {blocks.length > drawn.length && (
        <p className="mt-1 text-xs text-ink-soft">
          {t("form.more", { count: blocks.length - drawn.length })}
        </p>
      )}
      {editable && (
        <p id="plan-form-keys" className="sr-only">
          {t("form.keys")}
        </p>
      )}
      {editable && at !== null && (
        <SectionEditor
          key={at}
          blocks={blocks}
          at={at}
          onChange={write}
          onClose={() => setChosen(null)}
        />
      )}
    </section>
  );
}

interface BlockButtonProps {
  block: Block;
  chosen: boolean;
  tabbable: boolean;
  onClick: () => void;
}

function BlockButton({ block, chosen, tabbable, onClick }: BlockButtonProps) {
  const { t } = useTranslation("create");
  const name = useNames().part(block.name);
  const energy = Math.round(block.energy * 100);
  return (
    <button
      type="button"
      tabIndex={tabbable ? 0 : -1}
      aria-pressed={chosen}
      aria-label={t("form.section", { name, bars: t("form.bars", { count: block.bars }), energy })}
      title={t("form.section", { name, bars: t("form.bars", { count: block.bars }), energy })}
      onClick={onClick}
      className="flex min-w-1.5 basis-0 flex-col justify-end overflow-hidden rounded-md bg-accent-soft px-1.5 py-1 text-left hover:brightness-110 aria-pressed:ring-2 aria-pressed:ring-accent"
      style={{ flexGrow: block.bars, height: `${35 + block.energy * 65}%` }}
    >
      <span className="truncate text-xs font-medium">{name}</span>
      <span className="truncate text-[0.6875rem] text-ink-soft tabular">{block.bars}</span>
    </button>
  );
}
