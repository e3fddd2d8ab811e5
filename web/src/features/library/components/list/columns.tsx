import type { ReactNode } from "react";
import { Stars } from "@/components/rating/rating";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import type { ColumnName } from "../../model/preferences";
import { useListActions, useListWords } from "./context";
import { FavoriteButton, MenuButton, type PartProps, SelectBox } from "./parts";
import { TitleCell } from "./title-cell";

/** Draws what a column shows of a track. */
export type Cell = (part: PartProps) => ReactNode;

function GenreCell({ track }: PartProps) {
  return <span className="truncate">{useListWords().genre(track.genre)}</span>;
}

function MoodCell({ track }: PartProps) {
  return <span className="truncate">{useListWords().mood(track.mood)}</span>;
}

function TempoCell({ track }: PartProps) {
  const tempo = track.tempo_bpm === null ? "" : Math.round(track.tempo_bpm);
  return <span className="tabular">{tempo}</span>;
}

function KeyCell({ track }: PartProps) {
  return <span className="truncate">{useListWords().key(track.key)}</span>;
}

function LengthCell({ track }: PartProps) {
  return <span className="tabular">{clock(track.duration_seconds)}</span>;
}

function RatingCell({ track, tabIndex }: PartProps) {
  const { t, stars } = useListWords();
  const { rate } = useListActions();
  return (
    <Stars
      value={track.rating}
      size={18}
      tabIndex={tabIndex}
      name={t("row.rating", { title: track.title })}
      told={stars(track.rating)}
      className={cn(
        "py-1",
        // stars that nobody gave are an offer, not a fact
        !track.rating &&
          "invisible group-focus-within/line:visible group-hover/line:visible group-focus/line:visible pointer-coarse:visible",
      )}
      {...(track.deleted_at ? {} : { onChange: (rating) => rate(track, rating) })}
    />
  );
}

function TagsCell({ track }: PartProps) {
  return (
    <span className="flex min-w-0 gap-1 overflow-hidden">
      {track.tags.slice(0, 4).map((tag) => (
        <span
          key={tag}
          className="truncate rounded-md bg-raised px-1.5 py-0.5 text-xs text-ink-soft"
        >
          {tag}
        </span>
      ))}
    </span>
  );
}

function DateCell({ track }: PartProps) {
  return (
    <time dateTime={track.created_at} className="truncate">
      {useListWords().when(track.created_at)}
    </time>
  );
}

/** How each column draws a track. */
export const CELLS: Record<ColumnName | "select" | "title" | "menu", Cell> = {
  select: SelectBox,
  title: TitleCell,
  genre: GenreCell,
  mood: MoodCell,
  tempo: TempoCell,
  key: KeyCell,
  length: LengthCell,
  rating: RatingCell,
  favorite: FavoriteButton,
  tags: TagsCell,
  date: DateCell,
  menu: MenuButton,
};
