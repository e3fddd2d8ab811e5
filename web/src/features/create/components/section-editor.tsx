import { ChevronLeft, ChevronRight, Minus, Plus, SquarePlus, Trash2, X } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { changed, type GivenSection, MOST_BARS, MOST_SECTIONS, moved } from "../model/sections";

interface SectionEditorProps {
  blocks: readonly GivenSection[];
  at: number;
  /** The new list, and which section is then the chosen one. */
  onChange: (sections: readonly GivenSection[], chosen: number) => void;
  onClose: () => void;
}

/** One section: its name, its length, its place. */
export function SectionEditor({ blocks, at, onChange, onClose }: SectionEditorProps) {
  const { t } = useTranslation("create");
  const id = useId();
  const section = blocks[at];
  if (!section) return null;
  const setBars = (bars: number) => {
    if (bars >= 1 && bars <= MOST_BARS) onChange(changed(blocks, at, { bars }), at);
  };
  return (
    <div
      role="group"
      aria-label={t("form.edit", { place: at + 1 })}
      className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl bg-raised p-2"
    >
      <Input
        aria-label={t("form.nameOf")}
        className="h-8 w-28 grow"
        maxLength={40}
        defaultValue={section.name}
        list={`${id}-names`}
        onBlur={(event) => {
          const name = event.target.value.trim();
          if (name && name !== section.name) onChange(changed(blocks, at, { name }), at);
          else event.target.value = section.name;
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            event.currentTarget.blur();
          }
        }}
      />
      <datalist id={`${id}-names`}>
        {[...new Set(blocks.map((one) => one.name))].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="flex items-center">
        <IconButton
          label={t("form.shorter")}
          size="smallIcon"
          disabled={section.bars <= 1}
          onClick={() => setBars(section.bars - 1)}
        >
          <Minus aria-hidden />
        </IconButton>
        <span role="status" className="min-w-16 text-center text-[0.8125rem] tabular">
          {t("form.bars", { count: section.bars })}
        </span>
        <IconButton
          label={t("form.longer")}
          size="smallIcon"
          disabled={section.bars >= MOST_BARS}
          onClick={() => setBars(section.bars + 1)}
        >
          <Plus aria-hidden />
        </IconButton>
      </div>
      <div className="flex items-center">
        <IconButton
          label={t("form.moveLeft")}
          size="smallIcon"
          disabled={at === 0}
          onClick={() => onChange(moved(blocks, at, at - 1), at - 1)}
        >
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton
          label={t("form.moveRight")}
          size="smallIcon"
          disabled={at >= blocks.length - 1}
          onClick={() => onChange(moved(blocks, at, at + 1), at + 1)}
        >
          <ChevronRight aria-hidden />
        </IconButton>
        <IconButton
          label={t("form.add")}
          size="smallIcon"
          disabled={blocks.length >= MOST_SECTIONS}
          onClick={() =>
            onChange([...blocks.slice(0, at + 1), { ...section }, ...blocks.slice(at + 1)], at + 1)
          }
        >
          <SquarePlus aria-hidden />
        </IconButton>
        <IconButton
          label={t("form.remove")}
          size="smallIcon"
          disabled={blocks.length < 2}
          onClick={() =>
            onChange(
              blocks.filter((_, index) => index !== at),
              Math.max(0, at - 1),
            )
          }
        >
          <Trash2 aria-hidden />
        </IconButton>
        <IconButton label={t("form.done")} size="smallIcon" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
