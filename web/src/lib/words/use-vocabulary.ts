import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { $api } from "@/lib/api/client";

/** The words that an engine understands, in the page's language. */
export function useVocabulary(engine: string) {
  const { i18n } = useTranslation();
  const language = i18n.language.startsWith("ru") ? "ru" : "en";
  return $api.useQuery(
    "get",
    "/api/v1/engines/{name}/vocabulary",
    { params: { path: { name: engine }, query: { language } } },
    { enabled: engine !== "", staleTime: Infinity, placeholderData: keepPreviousData },
  );
}
