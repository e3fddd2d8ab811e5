import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Hint } from "@/components/ui/hint";
import { Skeleton } from "@/components/ui/surface";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import type { Schema } from "@/lib/api/client";
import { useCreating } from "../context";
import type { CreateValues } from "../model/form";
import { wordsByMeaning } from "../model/meanings";
import { says, withoutWords, withWords } from "../model/words";

type Vocabulary = Schema<"VocabularyOut">;
interface Word {
  id: string;
  label: string;
  summary?: string;
  group?: string;
}

const KINDS = ["genres", "moods", "instruments", "ambience"] as const;
type Kind = (typeof KINDS)[number];
const MEANING: Record<Kind, string> = {
  genres: "genre",
  moods: "mood",
  instruments: "instrument",
  ambience: "ambience",
};

/** Words that the engine understands: a click puts them into the description, or takes them out. */
export function WordChips({ loading }: { loading: boolean }) {
  const { t } = useTranslation("create");
  const { vocabulary } = useCreating();
  const [kind, setKind] = useState<Kind>("genres");
  if (loading && !vocabulary) return <Skeleton className="h-48 w-full rounded-2xl" />;
  if (!vocabulary || KINDS.every((one) => !vocabulary[one].length)) return null;
  return (
    <section aria-labelledby="create-words">
      <h2 id="create-words" className="mb-1 text-sm font-semibold">
        {t("words.title")}
      </h2>
      <Tabs value={kind} onValueChange={(next) => setKind(next as Kind)}>
        <TabList aria-label={t("words.title")}>
          {KINDS.map((one) => (
            <Tab key={one} value={one}>
              {t(`words.${one}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel value={kind} className="max-h-56 overflow-y-auto pt-3 pb-1" tabIndex={-1}>
          <Words vocabulary={vocabulary} kind={kind} />
        </TabPanel>
      </Tabs>
    </section>
  );
}

function Words({ vocabulary, kind }: { vocabulary: Vocabulary; kind: Kind }) {
  const { setValue, control } = useFormContext<CreateValues>();
  const { outline } = useCreating();
  const prompt = useWatch({ control, name: "prompt" });
  const instruments = new Set(vocabulary.instruments.map((one) => one.id));
  const meant = wordsByMeaning(outline?.understood ?? [], instruments);
  const words: Word[] = vocabulary[kind];
  const groups = [...new Set(words.map((word) => word.group ?? ""))];
  // "hip hop" within "lo-fi hip hop" was taken for something else
  const elsewhere = (label: string) =>
    outline?.understood.some(({ text }) => text !== label && says(text, label));
  const wordsFor = (label: string, meaning: string | undefined) => {
    if (meaning !== undefined && says(prompt, meaning)) return meaning;
    return says(prompt, label) && !elsewhere(label) ? label : undefined;
  };
  const change = (next: string) => {
    setValue("prompt", next, { shouldDirty: true });
    setValue("presetId", null);
  };
  return (
    <div className="flex flex-col gap-3">
      {groups.map((group) => (
        <div key={group} role="group" aria-label={group || undefined}>
          {group && <p className="mb-1.5 text-xs text-ink-soft">{group}</p>}
          <div className="flex flex-wrap gap-1.5">
            {words
              .filter((word) => (word.group ?? "") === group)
              .map((word) => {
                const here = wordsFor(word.label, meant.get(`${MEANING[kind]}:${word.id}`));
                return (
                  <WordChip
                    key={word.id}
                    word={word}
                    pressed={here !== undefined}
                    onClick={() =>
                      change(
                        here === undefined
                          ? withWords(prompt, word.label)
                          : withoutWords(prompt, here),
                      )
                    }
                  />
                );
              })}
          </div>
        </div>
      ))}
    </div>
  );
}

interface WordChipProps {
  word: Word;
  pressed: boolean;
  onClick: () => void;
}

function WordChip({ word, pressed, onClick }: WordChipProps) {
  const chip = (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className="min-h-8 rounded-full border px-3 py-1 text-[0.8125rem] hover:border-line-strong hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium"
    >
      {word.label}
    </button>
  );
  if (!word.summary) return chip;
  return (
    <Hint text={word.summary} side="bottom">
      {chip}
    </Hint>
  );
}
