import type { Schema, Track } from "@/lib/api/client";

/** A list by its places; undefined where it wasn't read yet. */
export type Places = readonly (Track | undefined)[];

/** A page of the list. */
export interface PlacedPage {
  /** How many pages stand before it. */
  page: number;
  told: Schema<"TrackPage">;
  /** When it was told: the latest knows best how many there are. */
  at: number;
}

/**
 * The list as far as it is known. A track that moved while pages were read comes twice: its first
 * place counts, until the pages are read anew.
 */
export function placed(
  pages: readonly PlacedPage[],
  size: number,
): { tracks: Places; read: Track[] } {
  const latest = pages.reduce<PlacedPage | null>(
    (best, one) => (best && best.at >= one.at ? best : one),
    null,
  );
  const tracks = Array.from<Track | undefined>({ length: latest?.told.total ?? 0 });
  const seen = new Set<string>();
  for (const { page, told } of pages.toSorted((one, other) => one.page - other.page)) {
    for (const [at, track] of told.items.entries()) {
      const place = page * size + at;
      if (place >= tracks.length || seen.has(track.id)) continue;
      seen.add(track.id);
      tracks[place] = track;
    }
  }
  return { tracks, read: tracks.filter((track) => track !== undefined) };
}

/** The pages that hold the places from one to another. */
export function pagesFrom(first: number, last: number, size: number): number[] {
  const from = Math.max(0, Math.floor(first / size));
  const count = Math.floor(last / size) - from + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => from + at);
}

/** Each track once, in the first place where it stands. */
export function onceEach(tracks: readonly Track[]): Track[] {
  const seen = new Set<string>();
  return tracks.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Whether something between two places wasn't read yet. */
export function hasHole(tracks: Places, first: number, last: number): boolean {
  const end = Math.min(last, tracks.length - 1);
  for (let at = Math.max(0, first); at <= end; at++) if (!tracks[at]) return true;
  return false;
}
