import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { useWords } from "@/lib/words/use-words";
import { without, withoutFilters } from "../model/query";
import type { LibrarySearch } from "../search";
import { rangeShown } from "./ranges";
import type { ChangeSearch } from "./use-filters";

interface FilterChipsProps {
  search: LibrarySearch;
  onChange: ChangeSearch;
}

interface Chip {
  key: string;
  text: string;
  /** The address without it. */
  remove: (search: LibrarySearch) => LibrarySearch;
}

/** The filters that are set; each can be taken away. */
export function FilterChips({ search, onChange }: FilterChipsProps) {
  const { t } = useTranslation("library");
  const chips = useChips(search);
  if (!chips.length) return null;
  return (
    <ul aria-label={t("filter.set")} className="flex flex-wrap items-center gap-2 pb-3">
      {chips.map(({ key, text, remove }) => (
        <li key={key}>
          <button
            type="button"
            aria-label={t("filter.remove", { filter: text })}
            onClick={() => onChange(remove)}
            className="inline-flex h-8 max-w-64 items-center gap-1.5 rounded-full bg-accent-soft pr-2 pl-3 text-[0.8125rem] hover:brightness-105"
          >
            <span className="truncate">{text}</span>
            <X aria-hidden className="size-3.5 shrink-0 text-ink-soft" />
          </button>
        </li>
      ))}
      <li>
        <Button size="small" look="quiet" onClick={() => onChange(withoutFilters)}>
          {t("filter.clear")}
        </Button>
      </li>
    </ul>
  );
}

const LISTS = ["genre", "mood", "engine", "tag"] as const;

function useChips(search: LibrarySearch): Chip[] {
  const { t } = useTranslation("library");
  const words = useWords();
  const named = {
    genre: words.genre,
    mood: words.mood,
    engine: String,
    tag: (tag: string) => `#${tag}`,
  };
  const values = LISTS.flatMap((name) =>
    (search[name] ?? []).map((value) => ({
      key: `${name}-${value}`,
      text: named[name](value),
      remove: (now: LibrarySearch) => {
        const left = now[name]?.filter((one) => one !== value);
        return left?.length ? { ...now, [name]: left } : without(now, name);
      },
    })),
  );
  const single: Chip[] = [];
  if (search.favorite)
    single.push({
      key: "favorite",
      text: t("filter.favorite"),
      remove: (now) => without(now, "favorite"),
    });
  if (search.rating)
    single.push({
      key: "rating",
      text: t("filter.ratingFrom", { count: search.rating }),
      remove: (now) => without(now, "rating"),
    });
  if (search.shortest !== undefined || search.longest !== undefined)
    single.push({
      key: "length",
      text: t("filter.lengthOf", { range: rangeShown(search.shortest, search.longest, 60) }),
      remove: (now) => without(now, "shortest", "longest"),
    });
  if (search.slowest !== undefined || search.fastest !== undefined)
    single.push({
      key: "tempo",
      text: t("filter.tempoOf", { range: rangeShown(search.slowest, search.fastest, 1) }),
      remove: (now) => without(now, "slowest", "fastest"),
    });
  return [...single, ...values];
}
