import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { keyTold } from "./use-names";
import { useVocabulary } from "./use-vocabulary";

export interface Words {
  genre: (id: string) => string;
  /** A track's mood may be several, parted by commas. */
  mood: (ids: string) => string;
  /** "Db minor" as it is written and said. */
  key: (name: string) => string;
}

/** What people call genres, moods and keys, in the page's language; other names stay as they are. */
export function useWords(): Words {
  const { t } = useTranslation("shared");
  const { data } = useVocabulary("composer");
  return useMemo(() => {
    const genres = new Map(data?.genres.map(({ id, label }) => [id, label]));
    const moods = new Map(data?.moods.map(({ id, label }) => [id, label]));
    return {
      key: (name) => keyTold(name, t),
      genre: (id) => genres.get(id) ?? id.replaceAll("_", " "),
      mood: (ids) =>
        ids
          .split(",")
          .map((id) => id.trim())
          .filter(Boolean)
          .map((id) => moods.get(id) ?? id.replaceAll("_", " "))
          .join(", "),
    };
  }, [data, t]);
}
