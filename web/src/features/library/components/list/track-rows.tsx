import { memo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import { useSelection } from "../../model/selection";
import { useListWords } from "./context";
import type { ListViewProps } from "./list-view";
import { HeartGlyph } from "./glyphs";
import { MenuButton, PlayCover, type Placed, SelectBox, TitleLink, useStanding } from "./parts";
import { LineSkeleton } from "./skeleton";
import { useLines } from "./use-lines";
import { useListKeys } from "./use-list-keys";
import { useRowProps } from "./use-row-props";

const HEIGHT = 64;
const COVERED = 56;

/** The list for narrow windows: what matters of each track in two lines of text. */
export function TrackRows({ list, actions, placeKey, onPurge }: ListViewProps) {
  const { t } = useTranslation("library");
  const grid = useRef<HTMLDivElement>(null);
  const { tracks, total } = list;
  const keys = useListKeys({
    list: grid,
    tracks,
    read: list.read,
    lanes: 1,
    actions,
    scrollToLine: (line) => virtualizer.scrollToIndex(line, { align: "auto" }),
    onPurge,
  });
  const { virtualizer, lines, top } = useLines({
    list: grid,
    placeKey,
    tracks,
    total,
    lanes: 1,
    lineHeight: HEIGHT,
    covered: COVERED,
    keptLine: keys.activeIndex,
    look: list.look,
  });
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- the row that is active takes it
    <div
      ref={grid}
      role="grid"
      aria-label={t("list.label")}
      aria-rowcount={total}
      aria-multiselectable
      onKeyDown={keys.onKeyDown}
      className="relative -mx-2 [overflow-anchor:none]"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {lines.map((line) => {
        const track = tracks[line.index];
        const start = line.start - top;
        return track ? (
          <NarrowRow key={track.id} track={track} index={line.index} start={start} />
        ) : (
          <LineSkeleton key={line.key} start={start} height={HEIGHT} />
        );
      })}
    </div>
  );
}

const NarrowRow = memo(function NarrowRow({ track, index, start }: Placed & { start: number }) {
  const words = useListWords();
  const part = useStanding({ track, index });
  const { className, ...row } = useRowProps(part);
  const selecting = useSelection(({ ids }) => ids.size > 0);
  const stars = track.rating ? `★ ${track.rating}` : "";
  const facts = [words.genre(track.genre), clock(track.duration_seconds), stars].filter(Boolean);
  return (
    <div
      {...row}
      role="row"
      aria-rowindex={index + 1}
      className={cn("absolute inset-x-0 [contain:layout_size_style]", className)}
      style={{ height: HEIGHT, top: start }}
    >
      <div role="gridcell" className="flex h-full items-center gap-3 px-2">
        {selecting && <SelectBox {...part} className="mx-1 size-6" />}
        <PlayCover {...part} size={48} />
        <div className="relative min-w-0 grow">
          {/* the whole of the text opens the track */}
          <TitleLink
            {...part}
            className="text-[0.9375rem] after:absolute after:inset-[-0.75rem_0]"
          />
          <p className="tabular truncate text-[0.8125rem] text-ink-soft">
            {track.favorite && (
              <>
                <HeartGlyph filled className="mr-1.5 inline size-3.5 align-[-2px]" />
                <span className="sr-only">{words.t("column.favorite")}, </span>
              </>
            )}
            {facts.join(" · ")}
          </p>
        </div>
        <MenuButton {...part} className="size-11" />
      </div>
    </div>
  );
});
