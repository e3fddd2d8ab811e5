import type { Peaks } from "@/components/waveform/waveform";

const STORED = "mgl.loops.peaks.v1";
const BUCKETS = 1200;
/** The least that browsers decode to: a picture wants no more. */
const SAMPLE_RATE = 8_000;

/** Minimum and maximum of each stretch of some samples. */
export function peaksIn(samples: Float32Array, buckets = BUCKETS): Peaks {
  const count = Math.min(buckets, samples.length);
  return Array.from({ length: count }, (_, place) => {
    let [low, high] = [0, 0];
    const to = Math.floor(((place + 1) * samples.length) / count);
    for (let at = Math.floor((place * samples.length) / count); at < to; at++) {
      const value = samples[at] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [Math.round(low * 1000) / 1000, Math.round(high * 1000) / 1000];
  });
}

/** The peaks of an audio file, as the browser hears it; null where it can't read that format. */
export async function peaksOfFile(file: Blob): Promise<Peaks | null> {
  try {
    const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
    const sound = await context.decodeAudioData(await file.arrayBuffer());
    return peaksIn(sound.getChannelData(0));
  } catch {
    return null; // the server reads more formats than a browser: its candidates are there all the same
  }
}

interface Stored {
  upload: string;
  peaks: Peaks;
}

/** Those of the last upload, over a reload of the page; null when they are of another. */
export function readPeaks(upload: string): Peaks | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? "null") as Stored | null;
    return stored?.upload === upload && Array.isArray(stored.peaks) ? stored.peaks : null;
  } catch {
    return null; // storage is off, or holds something else
  }
}

export function keepPeaks(upload: string, peaks: Peaks): void {
  try {
    sessionStorage.setItem(STORED, JSON.stringify({ upload, peaks }));
  } catch {
    // storage is off or full: it holds until the page is reloaded
  }
}
