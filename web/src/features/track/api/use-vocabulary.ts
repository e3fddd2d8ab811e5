import { useTranslation } from "react-i18next";
import { $api } from "@/lib/api/client";

/** Names of the composer's genres, moods, instruments and sounds in the language of the page. */
export interface Names {
  genre: (id: string) => string;
  mood: (id: string) => string;
  instrument: (id: string) => string;
  ambience: (id: string) => string;
}

const plain = (id: string) => id.replaceAll("_", " ");

/** The engine's own words; until they are there, or where it has none, its ids as words. */
export function useNames(engine: string): Names {
  const { i18n } = useTranslation();
  const language = i18n.language === "ru" ? "ru" : "en";
  const { data } = $api.useQuery(
    "get",
    "/api/v1/engines/{name}/vocabulary",
    { params: { path: { name: engine }, query: { language } } },
    { enabled: engine !== "", staleTime: Infinity },
  );
  const labelled = (words: readonly { id: string; label: string }[] | undefined) => {
    const labels = new Map(words?.map(({ id, label }) => [id, label]));
    return (id: string) => labels.get(id) ?? plain(id);
  };
  return {
    genre: labelled(data?.genres),
    mood: labelled(data?.moods),
    instrument: labelled(data?.instruments),
    ambience: labelled(data?.ambience),
  };
}
