import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { hasHole, type Places } from "../../model/pages";
import { leavePlace, placeOf, scroller, shiftOf } from "../../model/place";
import { useMeasures } from "./use-measures";

const OVERSCAN_LINES = 5;
const AHEAD = 60; // tracks
const PAUSE_MS = 80;

interface LinesOptions {
  list: RefObject<HTMLElement | null>;
  /** Of this list; another list begins at its top. */
  placeKey: string;
  tracks: Places;
  total: number;
  /** Tracks in one line. */
  lanes: number;
  lineHeight: number;
  /** Pixels at the upper edge that are covered while scrolling. */
  covered: number;
  /** The line that is drawn wherever the list stands, since it has the focus; -1: none. */
  keptLine: number;
  /** Reads what stands between two places. */
  look: (first: number, last: number) => void;
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
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {};
  useLooking({
    tracks,
    first: startIndex * lanes,
    last: (endIndex + 1) * lanes + AHEAD,
    look: options.look,
  });
  useAnchor({ tracks, lanes, lineHeight, top });
  useLeaving(options.placeKey);
  return { virtualizer, lines, top };
}

/** Reads what is in sight and a little more: at once beside what is known, else a moment later. */
function useLooking({
  tracks,
  first,
  last,
  look,
}: Record<"first" | "last", number> & Pick<LinesOptions, "tracks" | "look">) {
  const timer = useRef(0);
  const sight = useRef({ first, last });
  useEffect(() => {
    sight.current = { first, last };
    if (timer.current || !hasHole(tracks, first, last)) return;
    // a list that flies by isn't read page for page
    const pause = tracks[first] || tracks[last - AHEAD] ? 0 : PAUSE_MS;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      look(sight.current.first, sight.current.last);
    }, pause);
  }, [tracks, first, last, look]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = 0;
    },
    [],
  );
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
