import { useTranslation } from "react-i18next";
import { $api } from "@/lib/api/client";
import { Skeleton } from "@/components/ui/surface";

const SHOWN = 6;

interface Beginning {
  label: string | null;
  sentence: string;
}

/** What the engines suggest: presets have English words, so other languages get example sentences. */
function useBeginnings(): Beginning[] | null {
  const { i18n } = useTranslation();
  const english = i18n.language !== "ru";
  const engines = $api.useQuery("get", "/api/v1/engines", {}, { staleTime: 60_000 });
  const [first] = engines.data?.items ?? [];
  const words = $api.useQuery(
    "get",
    "/api/v1/engines/{name}/vocabulary",
    { params: { path: { name: first?.name ?? "" }, query: { language: "ru" } } },
    { enabled: Boolean(first) && !english, staleTime: Infinity },
  );
  if (english)
    return (
      engines.data?.items.flatMap(({ presets }) =>
        presets.map((one) => ({ label: one.label_en, sentence: one.prompt })),
      ) ?? null
    );
  return words.data?.examples.map((sentence) => ({ label: null, sentence })) ?? null;
}

/** Before anything was said: sentences to begin with. */
export function Start({ onSay }: { onSay: (text: string) => void }) {
  const { t } = useTranslation("freestyle");
  const beginnings = useBeginnings();
  return (
    <section aria-labelledby="freestyle-start" className="py-4 sm:py-8">
      <h2 id="freestyle-start" className="text-lg font-semibold">
        {t("start.title")}
      </h2>
      <p className="mt-1 text-ink-soft">{t("start.message")}</p>
      <ul className="mt-5 grid gap-2 sm:grid-cols-2">
        {!beginnings &&
          Array.from({ length: SHOWN }, (_, place) => (
            <li key={place}>
              <Skeleton className="h-21 rounded-2xl" />
            </li>
          ))}
        {beginnings?.slice(0, SHOWN).map(({ label, sentence }) => (
          <li key={sentence}>
            <button
              type="button"
              onClick={() => onSay(sentence)}
              className="flex h-full min-h-21 w-full flex-col justify-center rounded-2xl border bg-surface px-4 py-3 text-left hover:border-line-strong hover:bg-raised"
            >
              {label && <span className="block text-sm font-medium">{label}</span>}
              <span className={label ? "mt-0.5 text-[0.8125rem] text-ink-soft" : "text-sm"}>
                {sentence}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
