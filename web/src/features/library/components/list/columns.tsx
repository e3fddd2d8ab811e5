import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Rating } from "@/components/rating/rating";
import { cn } from "@/lib/cn";
import { ago, clock } from "@/lib/format";
import type { ColumnName } from "../../model/preferences";
import { useIsActive, FavoriteButton, type Placed } from "./parts";
import { useListActions, useListWords } from "./context";

/** A cell draws a track; which of its controls take the focus depends on the row. */
type Cell = (placed: Placed) => ReactNode;

function GenreCell({ track }: Placed) {
  return <span className="truncate">{useListWords().genre(track.genre)}</span>;
}

function MoodCell({ track }: Placed) {
  return <span className="truncate">{useListWords().mood(track.mood)}</span>;
}

function TempoCell({ track }: Placed) {
  return (
    <span className="tabular">{track.tempo_bpm === null ? "" : Math.round(track.tempo_bpm)}</span>
  );
}

function KeyCell({ track }: Placed) {
  return <span className="truncate">{track.key}</span>;
}

function LengthCell({ track }: Placed) {
  return <span className="tabular">{clock(track.duration_seconds)}</span>;
}

function RatingCell({ track, index }: Placed) {
  const { t } = useTranslation("library");
  const { rate } = useListActions();
  const active = useIsActive({ track, index });
  return (
    <Rating
      value={track.rating}
      size={18}
      tabIndex={active ? 0 : -1}
      label={t("row.rating", { title: track.title })}
      className={cn(
        "py-1",
        // stars that nobody gave are an offer, not a fact
        !track.rating &&
          "opacity-0 group-hover/line:opacity-100 group-focus-within/line:opacity-100 group-focus/line:opacity-100 pointer-coarse:opacity-100",
      )}
      {...(track.deleted_at ? {} : { onChange: (rating) => rate(track, rating) })}
    />
  );
}

function FavoriteCell({ track, index }: Placed) {
  const active = useIsActive({ track, index });
  return <FavoriteButton track={track} index={index} tabIndex={active ? 0 : -1} />;
}

function TagsCell({ track }: Placed) {
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

function DateCell({ track }: Placed) {
  const { i18n } = useTranslation();
  return (
    <time
      dateTime={track.created_at}
      className="truncate"
      title={new Date(track.created_at).toLocaleString(i18n.language)}
    >
      {ago(track.created_at, i18n.language)}
    </time>
  );
}

/** How each column draws a track. */
export const CELLS: Record<ColumnName, Cell> = {
  genre: GenreCell,
  mood: MoodCell,
  tempo: TempoCell,
  key: KeyCell,
  length: LengthCell,
  rating: RatingCell,
  favorite: FavoriteCell,
  tags: TagsCell,
  date: DateCell,
};
