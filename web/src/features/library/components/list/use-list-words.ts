import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ago } from "@/lib/format";
import { useWords } from "@/lib/words/use-words";
import type { ListWords } from "./context";

const MOST = 5000;

/** The words of a list, in the page's language. */
export function useWordsOfList(): ListWords {
  const { t, i18n } = useTranslation(["library", "shared"]);
  const words = useWords();
  return useMemo(() => {
    const told = new Map<string, string>(); // what was written once is quick to write again
    const when = (moment: string) => {
      const known = told.get(moment);
      if (known !== undefined) return known;
      if (told.size > MOST) told.clear();
      const text = ago(moment, i18n.language);
      told.set(moment, text);
      return text;
    };
    const stars = [null, 1, 2, 3, 4, 5].map((count) =>
      count ? t("shared:rating.stars", { count }) : t("shared:rating.none"),
    );
    return { ...words, t, when, stars: (rating) => stars[rating ?? 0] ?? "" };
  }, [t, i18n.language, words]);
}
