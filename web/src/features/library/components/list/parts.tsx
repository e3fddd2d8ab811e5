import { Cover } from "@/components/cover/cover";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { usePlayer } from "@/lib/player/store";
import { useSelection } from "../../model/selection";
import { useListActions, useListWords } from "./context";
import { DotsGlyph, HeartGlyph, PauseGlyph, PlayGlyph, TickGlyph } from "./glyphs";

export type PlayState = "" | "playing" | "paused";

/** A track and its place in the list. */
export interface Placed {
  track: Track;
  index: number;
}

/** What the parts of a row or card are drawn from. */
export interface PartProps extends Placed {
  /** 0 in the row that has the focus, else -1. */
  tabIndex: 0 | -1;
  /** Whether the player has it. */
  state: PlayState;
  selected: boolean;
  className?: string;
}

/** How a track stands to the keys, the selection and the player. */
export function useStanding({ track, index }: Placed): PartProps {
  const active = useSelection(
    (state) => state.active === track.id || (state.active === null && index === 0),
  );
  const selected = useSelection(({ ids }) => ids.has(track.id));
  const state = usePlayer(({ queue, index: at, playing }): PlayState =>
    queue[at]?.trackId === track.id ? (playing ? "playing" : "paused") : "",
  );
  return { track, index, tabIndex: active ? 0 : -1, selected, state };
}

/** The tick that selects; Shift takes a range. */
export function SelectBox({ track, tabIndex, selected, className }: PartProps) {
  const { t } = useListWords();
  const { select } = useListActions();
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={selected}
      aria-label={t("row.selectOne", { title: track.title })}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation();
        select(track.id, event.shiftKey);
      }}
      className={cn(
        "relative inline-flex size-5 shrink-0 items-center justify-center rounded border border-line-strong bg-surface text-on-accent before:absolute before:-inset-2.5",
        selected && "border-accent bg-accent",
        className,
      )}
    >
      {selected && <TickGlyph />}
    </button>
  );
}

/** The cover, with the button that plays. */
export function PlayCover({ track, index, tabIndex, state, size }: PartProps & { size: number }) {
  const { t } = useListWords();
  const { toggleAt } = useListActions();
  if (!track.links.audio) return <Cover track={track} size={size} />;
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={t(state === "playing" ? "row.pause" : "row.play", { title: track.title })}
      onClick={(event) => {
        event.stopPropagation();
        toggleAt(index);
      }}
      className="group/play relative shrink-0 rounded-lg"
    >
      <Cover track={track} size={size} />
      <span
        aria-hidden
        className={cn(
          "absolute inset-0 flex items-center justify-center rounded-lg bg-black/55 text-white",
          !state && "invisible group-hover/line:visible group-focus-visible/play:visible",
        )}
      >
        {state === "playing" ? <PlayingMark /> : <PlayGlyph className="size-4" />}
      </span>
    </button>
  );
}

/** Bars while it plays; when pointed at, what a click would do. */
function PlayingMark() {
  return (
    <>
      <span className="flex h-3.5 items-end gap-0.5 group-hover/line:hidden">
        {[0.9, 0.5, 0.75].map((height, place) => (
          <span
            key={height}
            className="w-1 origin-bottom animate-pulse rounded-sm bg-current"
            style={{ height: `${height * 100}%`, animationDelay: `${place * 0.25}s` }}
          />
        ))}
      </span>
      <PauseGlyph className="hidden size-4 group-hover/line:block" />
    </>
  );
}

const QUIET =
  "inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-raised hover:text-ink";

/** The heart. */
export function FavoriteButton({ track, tabIndex, className }: PartProps) {
  const { t } = useListWords();
  const { favor } = useListActions();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-pressed={track.favorite}
      aria-label={t("row.favorite", { title: track.title })}
      disabled={track.deleted_at !== null}
      onClick={(event) => {
        event.stopPropagation();
        favor(track);
      }}
      className={cn(QUIET, className)}
    >
      <HeartGlyph filled={track.favorite} />
    </button>
  );
}

/** What else can be done. */
export function MenuButton({ track, index, tabIndex, className }: PartProps) {
  const { t } = useListWords();
  const { openMenu } = useListActions();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-haspopup="menu"
      aria-label={t("row.menu", { title: track.title })}
      onClick={(event) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        openMenu(index, { x: box.left, y: box.bottom + 4 });
      }}
      className={cn(QUIET, className)}
    >
      <DotsGlyph />
    </button>
  );
}

/** The title, which opens the track; as any link, also in another tab. */
export function TitleLink({ track, tabIndex, state, className }: PartProps) {
  const { open } = useListActions();
  return (
    <a
      href={`/library/${track.id}`}
      tabIndex={tabIndex}
      draggable={false}
      onClick={(event) => {
        if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
          return;
        event.preventDefault();
        open(track.id);
      }}
      className={cn(
        "block truncate rounded text-sm leading-6 font-medium text-ink hover:underline",
        state && "text-accent",
        className,
      )}
    >
      {track.title}
    </a>
  );
}
