import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Rating } from "@/components/rating/rating";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { useWords } from "@/lib/words/use-words";
import { useFacets } from "../api/use-facets";
import type { LibrarySearch } from "../search";
import { RangeFields } from "./range-fields";
import type { ChangeSearch } from "./use-filters";

interface FilterPanelProps {
  search: LibrarySearch;
  onChange: ChangeSearch;
}

type ListFilter = "genre" | "mood" | "engine" | "tag";

/** Every filter of the list, with how many tracks each would leave. */
export default function FilterPanel({ search, onChange }: FilterPanelProps) {
  const { t } = useTranslation("library");
  const words = useWords();
  const facets = useFacets(search.trash).data;
  const favoriteId = useId();
  const set = (change: Partial<LibrarySearch>) => onChange((now) => ({ ...now, ...change }));
  const toggle = (name: ListFilter, value: string) => {
    const values = search[name] ?? [];
    const next = values.includes(value)
      ? values.filter((one) => one !== value)
      : [...values, value];
    set({ [name]: next.length ? next : undefined });
  };
  return (
    <div className="grid gap-5">
      <div className="flex items-center justify-between gap-3">
        <label htmlFor={favoriteId} className="text-sm font-medium">
          {t("filter.favorite")}
        </label>
        <Switch
          id={favoriteId}
          checked={search.favorite ?? false}
          onCheckedChange={(on) => set({ favorite: on ? true : undefined })}
        />
      </div>
      <div className="flex items-center justify-between gap-3">
        <span aria-hidden className="text-sm font-medium">
          {t("filter.rating")}
        </span>
        <Rating
          value={search.rating ?? null}
          label={t("filter.rating")}
          onChange={(rating) => set({ rating: rating ?? undefined })}
        />
      </div>
      <RangeFields
        legend={t("filter.length")}
        from={search.shortest}
        to={search.longest}
        scale={60}
        onChange={(shortest, longest) => set({ shortest, longest })}
      />
      <RangeFields
        legend={t("filter.tempo")}
        from={search.slowest}
        to={search.fastest}
        scale={1}
        onChange={(slowest, fastest) => set({ slowest, fastest })}
      />
      <Values
        legend={t("filter.genre")}
        values={facets?.genres}
        chosen={search.genre}
        name={words.genre}
        onToggle={(value) => toggle("genre", value)}
      />
      <Values
        legend={t("filter.tag")}
        values={facets?.tags}
        chosen={search.tag}
        name={(tag) => tag}
        onToggle={(value) => toggle("tag", value)}
      />
      <Values
        legend={t("filter.mood")}
        values={facets?.moods}
        chosen={search.mood}
        name={words.mood}
        onToggle={(value) => toggle("mood", value)}
      />
      <Values
        legend={t("filter.engine")}
        values={facets?.engines}
        chosen={search.engine}
        name={(engine) => engine}
        onToggle={(value) => toggle("engine", value)}
      />
    </div>
  );
}

interface ValuesProps {
  legend: string;
  values: readonly { value: string; count: number }[] | undefined;
  chosen: readonly string[] | undefined;
  name: (value: string) => string;
  onToggle: (value: string) => void;
}

const SHOWN = 8;

function Values({ legend, values = [], chosen = [], name, onToggle }: ValuesProps) {
  const { t } = useTranslation("library");
  const id = useId();
  const [words, setWords] = useState("");
  const all = [
    ...chosen
      .filter((one) => !values.some(({ value }) => value === one))
      .map((value) => ({ value, count: 0 })),
    ...values,
  ].filter(({ value }) => value);
  if (!all.length) return null;
  const fitting = all.filter(
    ({ value }) =>
      chosen.includes(value) || name(value).toLocaleLowerCase().includes(words.toLocaleLowerCase()),
  );
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {all.length > SHOWN && (
        <Input
          className="mb-1 h-9 text-sm"
          aria-label={t("filter.find", { what: legend })}
          placeholder={t("filter.find", { what: legend })}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      <div className="max-h-56 overflow-y-auto">
        {fitting.map(({ value, count }) => (
          <label
            key={value}
            htmlFor={`${id}-${value}`}
            className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-1 text-sm hover:bg-raised pointer-coarse:min-h-11"
          >
            <Checkbox
              id={`${id}-${value}`}
              checked={chosen.includes(value)}
              onCheckedChange={() => onToggle(value)}
            />
            <span className="min-w-0 grow truncate">{name(value)}</span>
            <span className="tabular text-xs text-ink-soft">{count}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
