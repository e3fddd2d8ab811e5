import type { Peaks } from "@/components/waveform/geometry";
import { Graph, type Source } from "./graph";
import { fitsInMemory } from "./levels";
import { openMemoryTape } from "./memory-tape";
import { openStreamTape } from "./stream-tape";

/** What plays several recordings as one, in step. */
export interface Tape {
  /** `memory`: decoded, in step to the sample; `stream`: long ones, held together all the time. */
  mode: "memory" | "stream";
  start: (seconds: number) => Promise<void>;
  stop: () => void;
  /** Where it is while it runs. */
  seconds: () => number;
  /** For a picture of one; null where it is not decoded. */
  peaks: (id: string) => Peaks | null;
  close: () => void;
}

export interface OpenOptions {
  durationSeconds: number;
  signal: AbortSignal;
  /** How many are loaded. */
  onLoaded: (count: number) => void;
}

export interface Deck {
  graph: Graph;
  tape: Tape;
}

/** Loads recordings to be played together. Throws `ApiError` or `TypeError` when one can't be had. */
export async function openDeck(sources: readonly Source[], options: OpenOptions): Promise<Deck> {
  const graph = new Graph(sources.map(({ id }) => id));
  const memory = (navigator as { deviceMemory?: number }).deviceMemory;
  const open = fitsInMemory(
    sources.length,
    options.durationSeconds,
    graph.context.sampleRate,
    memory,
  )
    ? openMemoryTape
    : openStreamTape;
  try {
    return { graph, tape: await open(graph, sources, options) };
  } catch (error) {
    graph.close();
    throw error;
  }
}
