import type { Peaks } from "@/components/waveform/geometry";
import { ApiError, problemIn } from "@/lib/api/errors";
import type { OpenOptions, Tape } from "./deck";
import type { Graph, Source } from "./graph";

const AHEAD_SECONDS = 0.06; // all are told to start at one moment that is still to come
const PICTURE_BUCKETS = 240;

/** Recordings that are decoded and started by one clock: they can't drift apart. */
export async function openMemoryTape(
  graph: Graph,
  sources: readonly Source[],
  { signal, onLoaded }: OpenOptions,
): Promise<Tape> {
  const { context } = graph;
  const buffers = new Map<string, AudioBuffer>();
  for (const { id, url } of sources) {
    buffers.set(id, await context.decodeAudioData(await read(url, signal)));
    signal.throwIfAborted();
    onLoaded(buffers.size);
  }
  const pictures = new Map([...buffers].map(([id, buffer]) => [id, peaksOf(buffer)]));
  let running: AudioBufferSourceNode[] = [];
  let origin = 0; // the context's time at which the recordings would have begun

  const stop = () => {
    for (const node of running) node.stop();
    running = [];
  };
  return {
    mode: "memory",
    start: async (seconds) => {
      await context.resume();
      stop();
      const at = context.currentTime + AHEAD_SECONDS;
      origin = at - seconds;
      for (const [id, buffer] of buffers) {
        if (seconds >= buffer.duration) continue;
        const node = new AudioBufferSourceNode(context, { buffer });
        node.connect(graph.input(id));
        node.start(at, seconds);
        running.push(node);
      }
    },
    stop,
    seconds: () => Math.max(0, context.currentTime - origin),
    peaks: (id) => pictures.get(id) ?? null,
    close: () => {
      stop();
      buffers.clear();
      graph.close();
    },
  };
}

async function read(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal });
  if (response.ok) return response.arrayBuffer();
  const problem = problemIn(await response.json().catch(() => null), response.status);
  const unknown = { code: "INTERNAL", message: "", recovery: "", details: {}, status: null };
  throw new ApiError(problem ?? { ...unknown, status: response.status });
}

/** The extremes of each stretch of the first channel. */
function peaksOf(buffer: AudioBuffer): Peaks {
  const samples = buffer.getChannelData(0);
  const size = Math.max(1, Math.floor(samples.length / PICTURE_BUCKETS));
  const stride = Math.max(1, Math.floor(size / 400));
  return Array.from({ length: PICTURE_BUCKETS }, (_, bucket) => {
    let [low, high] = [0, 0];
    const end = Math.min(samples.length, (bucket + 1) * size);
    for (let place = bucket * size; place < end; place += stride) {
      const sample = samples[place] ?? 0;
      if (sample < low) low = sample;
      else if (sample > high) high = sample;
    }
    return [low, high];
  });
}
