import { useTranslation } from "react-i18next";
import { $api } from "@/lib/api/client";
import { Skeleton } from "@/components/ui/surface";

const SHOWN = 6;

/** Before anything was said: sentences to begin with. */
export function Start({ onSay }: { onSay: (text: string) => void }) {
  const { t, i18n } = useTranslation("freestyle");
  const language = i18n.language === "ru" ? "ru" : "en";
  const engines = $api.useQuery("get", "/api/v1/engines", {}, { staleTime: 60_000 });
  const presets = engines.data?.items.flatMap((engine) => engine.presets) ?? [];
  return (
    <section aria-labelledby="freestyle-start" className="py-4 sm:py-8">
      <h2 id="freestyle-start" className="text-lg font-semibold">
        {t("start.title")}
      </h2>
      <p className="mt-1 text-ink-soft">{t("start.message")}</p>
      <ul className="mt-5 grid gap-2 sm:grid-cols-2">
        {engines.isPending &&
          Array.from({ length: SHOWN }, (_, place) => (
            <li key={place}>
              <Skeleton className="h-18 rounded-2xl" />
            </li>
          ))}
        {presets.slice(0, SHOWN).map((preset) => {
          const label = language === "ru" ? preset.label_ru : preset.label_en;
          return (
            <li key={preset.id}>
              <button
                type="button"
                onClick={() => onSay(preset.prompt)}
                className="h-full w-full rounded-2xl border bg-surface px-4 py-3 text-left hover:border-line-strong hover:bg-raised"
              >
                <span className="block text-sm font-medium">{label}</span>
                <span className="mt-0.5 block text-[0.8125rem] text-ink-soft">{preset.prompt}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
