import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { Track } from "@/lib/api/client";
import { leavePlace, placeOf, scroller, shiftOf } from "../../model/place";
import { useMeasures } from "./use-measures";

const OVERSCAN_LINES = 8;

interface LinesOptions {
  list: RefObject<HTMLElement | null>;
  /** Of this list; another list begins at its top. */
  placeKey: string;
  tracks: readonly Track[];
  total: number;
  /** Tracks in one line. */
  lanes: number;
  lineHeight: number;
  /** Pixels at the upper edge that are covered while scrolling. */
  covered: number;
  /** The line that is drawn wherever the list stands, since it has the focus; -1: none. */
  keptLine: number;
  hasMore: boolean;
  loadMore: () => void;
}

/** Which lines of the list are drawn and where; reads more where the list is scrolled to. */
export function useLines(options: LinesOptions) {
  const { tracks, lanes, lineHeight, keptLine } = options;
  const { top } = useMeasures(options.list);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler is used here
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: Math.ceil(options.total / lanes),
    getScrollElement: scroller,
    estimateSize: () => lineHeight,
    overscan: OVERSCAN_LINES,
    scrollMargin: top,
    scrollPaddingStart: options.covered,
    scrollPaddingEnd: lineHeight,
    initialOffset: () => placeOf(options.placeKey),
    rangeExtractor: (range: Range) => {
      const drawn = defaultRangeExtractor(range);
      if (keptLine < 0 || keptLine >= range.count || drawn.includes(keptLine)) return drawn;
      return [...drawn, keptLine].sort((one, other) => one - other);
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, lineHeight, lanes]);

  const lines = virtualizer.getVirtualItems();
  const lastDrawn = (lines.at(-1)?.index ?? -1) * lanes + lanes;
  const { hasMore, loadMore } = options;
  useEffect(() => {
    if (hasMore && lastDrawn >= tracks.length) loadMore();
  }, [hasMore, loadMore, lastDrawn, tracks.length]);

  useAnchor({ tracks, lanes, lineHeight, top });
  useLeaving(options.placeKey);
  return { virtualizer, lines, top };
}

/** What comes or goes above doesn't move what is looked at. */
function useAnchor({
  tracks,
  lanes,
  lineHeight,
  top,
}: Record<"lanes" | "lineHeight" | "top", number> & Pick<LinesOptions, "tracks">) {
  const before = useRef(tracks);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = tracks;
    const main = scroller();
    if (!main || old === tracks || main.scrollTop <= top) return;
    const line = Math.floor((main.scrollTop - top) / lineHeight);
    const shift = shiftOf(old, tracks, line * lanes);
    main.scrollTop += Math.round(shift / lanes) * lineHeight;
  }, [tracks, lanes, lineHeight, top]);
}

function useLeaving(key: string) {
  useLayoutEffect(
    () => () => {
      const main = scroller();
      if (!main) return;
      leavePlace({ key, offset: main.scrollTop });
      main.scrollTop = 0;
    },
    [key],
  );
}
