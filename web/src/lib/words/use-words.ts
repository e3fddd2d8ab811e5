import { useMemo } from "react";
import { useVocabulary } from "./use-vocabulary";

export interface Words {
  genre: (id: string) => string;
  /** A track's mood may be several, parted by commas. */
  mood: (ids: string) => string;
}

/** What people call genres and moods, in the page's language; other names stay as they are. */
export function useWords(): Words {
  const { data } = useVocabulary("composer");
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
