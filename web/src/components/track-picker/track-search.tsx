import { keepPreviousData } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Check, Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { $api, type Track } from "@/lib/api/client";
import { clock } from "@/lib/format";
import { useWords, type Words } from "@/lib/words/use-words";

const MOST_SHOWN = 40;

interface TrackSearchProps {
  label: string;
  chosen: readonly string[];
  multiple: boolean;
  exclude?: readonly string[] | undefined;
  onChoose: (track: Track) => void;
}

/** The library as a list to search and choose in, by keys or pointer. */
export function TrackSearch({ label, chosen, multiple, exclude = [], onChoose }: TrackSearchProps) {
  const { t } = useTranslation("shared");
  const words = useWords();
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const tracks = $api.useQuery(
    "get",
    "/api/v1/tracks",
    { params: { query: { limit: MOST_SHOWN, ...(search ? { search } : {}) } } },
    { placeholderData: keepPreviousData },
  );
  const found = tracks.data?.items.filter(({ id }) => !exclude.includes(id));
  const hidden = (tracks.data?.total ?? 0) - (tracks.data?.items.length ?? 0);
  return (
    <Command label={label} shouldFilter={false} loop className="flex flex-col gap-3">
      <div className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft"
        />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={t("trackPicker.search")}
          className="h-10 w-full rounded-lg border border-line-strong bg-surface pr-3 pl-9"
        />
      </div>
      {tracks.error && <Failure error={tracks.error} onRetry={() => void tracks.refetch()} />}
      <Command.List label={t("trackPicker.tracks")} aria-multiselectable={multiple || undefined}>
        {!found &&
          !tracks.error &&
          Array.from({ length: 6 }, (_, row) => <Skeleton key={row} className="mb-1 h-13" />)}
        {found && (
          <Command.Empty className="px-3 py-10 text-center text-sm text-ink-soft">
            {search ? t("trackPicker.nothing") : t("trackPicker.empty")}
          </Command.Empty>
        )}
        {found?.map((track) => (
          <Command.Item
            key={track.id}
            value={track.id}
            onSelect={() => onChoose(track)}
            aria-checked={multiple ? chosen.includes(track.id) : undefined}
            className="flex min-h-13 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 text-sm data-[selected=true]:bg-raised"
          >
            <Cover track={track} size={40} />
            <span className="min-w-0 grow">
              <span className="block truncate font-medium">{track.title}</span>
              <span className="block truncate text-xs text-ink-soft">{factsOf(track, words)}</span>
            </span>
            <span className="tabular shrink-0 text-xs text-ink-soft">
              {clock(track.duration_seconds)}
            </span>
            <span className="flex size-5 shrink-0 items-center justify-center text-accent">
              {chosen.includes(track.id) && (
                <Check role="img" aria-label={t("trackPicker.chosen")} className="size-4" />
              )}
            </span>
          </Command.Item>
        ))}
      </Command.List>
      {hidden > 0 && (
        <p className="px-2 pb-1 text-xs text-ink-soft">
          {t("trackPicker.more", { count: hidden })}
        </p>
      )}
    </Command>
  );
}

function factsOf({ artist, genre, tempo_bpm: tempo, key }: Track, words: Words): string {
  const facts = [artist, words.genre(genre), tempo && `${Math.round(tempo)} BPM`, words.key(key)];
  return facts.filter(Boolean).join(" · ");
}
