import { useEffect, useLayoutEffect, useRef } from "react";
import type WaveSurfer from "wavesurfer.js";
import RegionsPlugin, { type Region } from "wavesurfer.js/dist/plugins/regions.js";
import {
  edgeByKey,
  SHORTEST_REGION_SECONDS,
  type RegionEdge,
  type WaveformRegion,
} from "./geometry";

export interface RegionWords {
  start: (region: WaveformRegion) => string;
  end: (region: WaveformRegion) => string;
  moment: (seconds: number) => string;
}

interface Marking {
  regions: readonly WaveformRegion[];
  onChange?: ((regions: WaveformRegion[]) => void) | undefined;
  /** Dragging over free waveform marks a region, in place of those that are there. */
  drawing: boolean;
  durationSeconds: number;
  /** Keys move edges by 10 ms, with shift by 100 ms, instead of 0.1 s and 1 s. */
  precise: boolean;
  words: RegionWords;
}

type Regions = ReturnType<typeof RegionsPlugin.create>;
const EDGES: readonly RegionEdge[] = ["start", "end"];

/** Regions on the waveform, moved by pointer or by keys on their handles. */
export function useRegions(surfer: WaveSurfer | null, marking: Marking): void {
  const latest = useRef(marking);
  const plugin = useRef<Regions | null>(null);
  useLayoutEffect(() => {
    latest.current = marking;
  });

  useEffect(() => {
    if (!surfer) return undefined;
    const regions = surfer.registerPlugin(RegionsPlugin.create());
    plugin.current = regions;
    const report = (moved: Region) => {
      const { regions: known, onChange } = latest.current;
      const next = {
        id: moved.id,
        label: known.find(({ id }) => id === moved.id)?.label ?? known[0]?.label ?? "",
        startSeconds: moved.start,
        endSeconds: moved.end,
      };
      const isNew = !known.some(({ id }) => id === moved.id);
      onChange?.(isNew ? [next] : known.map((one) => (one.id === moved.id ? next : one)));
    };
    regions.on("region-updated", report);
    regions.on("region-created", (made) => {
      makeOperable(made, latest);
      if (!latest.current.regions.some(({ id }) => id === made.id)) report(made);
    });
    return () => {
      plugin.current = null;
      surfer.unregisterPlugin(regions);
    };
  }, [surfer]);

  const { regions, drawing, durationSeconds } = marking;
  const changeable = Boolean(marking.onChange);
  useEffect(() => {
    const board = plugin.current;
    if (!surfer || !board) return undefined;
    const show = () => showAll(board, regions, changeable, latest);
    show();
    return surfer.on("ready", show);
  }, [surfer, regions, changeable, durationSeconds]);
  useEffect(() => {
    if (!surfer || !drawing) return undefined;
    return plugin.current?.enableDragSelection({
      color: REGION_COLOUR,
      minLength: SHORTEST_REGION_SECONDS,
    });
  }, [surfer, drawing]);
}

const REGION_COLOUR = "color-mix(in oklab, var(--accent) 22%, transparent)";

function showAll(
  board: Regions,
  wanted: readonly WaveformRegion[],
  changeable: boolean,
  latest: { current: Marking },
): void {
  const shown = new Map(board.getRegions().map((region) => [region.id, region]));
  for (const [id, region] of shown) {
    if (!wanted.some((one) => one.id === id)) region.remove();
  }
  for (const { id, startSeconds: start, endSeconds: end } of wanted) {
    const old = shown.get(id);
    if (!old) {
      board.addRegion({
        id,
        start,
        end,
        color: REGION_COLOUR,
        drag: changeable,
        resize: changeable,
        minLength: SHORTEST_REGION_SECONDS,
      });
    } else if (old.start !== start || old.end !== end) {
      old.setOptions({ start, end });
    }
    const region = board.getRegions().find((one) => one.id === id);
    if (region) describe(region, latest.current);
  }
}

/** Gives the handles keys of their own. */
function makeOperable(region: Region, latest: { current: Marking }): void {
  for (const edge of EDGES) {
    const handle = handleOf(region, edge);
    if (!handle) continue;
    handle.tabIndex = 0;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-orientation", "horizontal");
    handle.addEventListener("keydown", (event) => {
      const { regions, onChange, durationSeconds, precise } = latest.current;
      const own = regions.find(({ id }) => id === region.id);
      const moved = own && edgeByKey(event, own, edge, durationSeconds, precise);
      if (!moved) return;
      event.preventDefault();
      event.stopPropagation();
      const next = regions.map((one) => (one.id === moved.id ? moved : one));
      latest.current = { ...latest.current, regions: next }; // the next key may come before it is drawn
      onChange?.(next);
    });
  }
  describe(region, latest.current);
}

function describe(region: Region, { regions, words, durationSeconds }: Marking): void {
  const own = regions.find(({ id }) => id === region.id);
  if (!own) return;
  for (const edge of EDGES) {
    const handle = handleOf(region, edge);
    const seconds = edge === "start" ? own.startSeconds : own.endSeconds;
    handle?.setAttribute("aria-label", words[edge](own));
    handle?.setAttribute("aria-valuemin", "0");
    handle?.setAttribute("aria-valuemax", durationSeconds.toFixed(2));
    handle?.setAttribute("aria-valuenow", seconds.toFixed(2));
    handle?.setAttribute("aria-valuetext", words.moment(seconds));
  }
}

function handleOf(region: Region, edge: RegionEdge): HTMLElement | null {
  const side = edge === "start" ? "left" : "right";
  return region.element?.querySelector<HTMLElement>(`[part~="region-handle-${side}"]`) ?? null;
}
