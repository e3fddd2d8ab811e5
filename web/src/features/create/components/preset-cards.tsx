import {
  BookOpen,
  CarFront,
  Clapperboard,
  Coffee,
  Disc3,
  Flower2,
  Gamepad2,
  type LucideIcon,
  Moon,
  Music,
  PartyPopper,
  Piano,
  Sun,
  Target,
} from "lucide-react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { notifyDone } from "@/components/ui/notify";
import type { Engine } from "@/lib/api/client";
import { useCreating } from "../context";
import { type CreateValues, presetValues } from "../model/form";

const ICONS: Record<string, LucideIcon> = {
  study: BookOpen,
  sleep: Moon,
  focus: Target,
  cafe: Coffee,
  piano: Piano,
  meditation: Flower2,
  trailer: Clapperboard,
  "night-drive": CarFront,
  party: PartyPopper,
  vlog: Sun,
  beat: Disc3,
  game: Gamepad2,
};

/** Good places to start from. */
export function PresetCards() {
  const { t, i18n } = useTranslation("create");
  const { engine } = useCreating();
  const { setValue, getValues, reset, control } = useFormContext<CreateValues>();
  const chosen = useWatch({ control, name: "presetId" });
  if (!engine.presets.length) return null;
  const label = (preset: Engine["presets"][number]) =>
    i18n.language.startsWith("ru") ? preset.label_ru : preset.label_en;
  const take = (preset: Engine["presets"][number]) => {
    const before = structuredClone(getValues());
    for (const [name, value] of Object.entries(presetValues(preset))) {
      setValue(name as keyof CreateValues, value as never, { shouldDirty: true });
    }
    if (before.prompt.trim() && before.presetId === null) {
      notifyDone(t("presets.taken", { name: label(preset) }), () => reset(before));
    }
  };
  return (
    <section aria-labelledby="create-presets">
      <h2 id="create-presets" className="mb-2 text-sm font-semibold">
        {t("presets.title")}
      </h2>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 2xl:grid-cols-4">
        {engine.presets.map((preset) => {
          const Icon = ICONS[preset.id] ?? Music;
          return (
            <li key={preset.id} className="min-w-0">
              <button
                type="button"
                aria-pressed={chosen === preset.id}
                title={preset.prompt}
                onClick={() => take(preset)}
                className="flex h-14 w-full items-center gap-3 rounded-xl border bg-surface px-3 text-left text-sm font-medium hover:border-line-strong hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft"
              >
                <span className="flex size-8 shrink-0 items-center justify-center rounded-lg bg-accent-soft text-accent">
                  <Icon aria-hidden className="size-4.5" />
                </span>
                <span className="line-clamp-2 min-w-0 leading-snug wrap-anywhere hyphens-auto">
                  {label(preset)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
