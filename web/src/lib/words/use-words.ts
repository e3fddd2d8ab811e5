import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "@/lib/api/client";

export interface Words {
  genre: (id: string) => string;
  /** A track's mood may be several, parted by commas. */
  mood: (ids: string) => string;
}

/** What people call genres and moods, in the page's language; other names stay as they are. */
export function useWords(): Words {
  const { i18n } = useTranslation();
  const language = i18n.language === "ru" ? "ru" : "en";
  const { data } = $api.useQuery(
    "get",
    "/api/v1/engines/{name}/vocabulary",
    { params: { path: { name: "composer" }, query: { language } } },
    { staleTime: Infinity, gcTime: Infinity },
  );
  return useMemo(() => {
    const genres = new Map(data?.genres.map(({ id, label }) => [id, label]));
    const moods = new Map(data?.moods.map(({ id, label }) => [id, label]));
    return {
      genre: (id) => genres.get(id) ?? id.replaceAll("_", " "),
      mood: (ids) =>
        ids
          .split(",")
          .map((id) => id.trim())
          .filter(Boolean)
          .map((id) => moods.get(id) ?? id.replaceAll("_", " "))
          .join(", "),
    };
  }, [data]);
}
