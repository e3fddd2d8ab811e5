import type { Track } from "@/lib/api/client";

/** A version in its family: how deep below the first one, and what is otherwise than in its parent. */
export interface Version {
  track: Track;
  depth: number;
  parent: Track | null;
  differences: Difference[];
}

export type Difference =
  | { what: "seed"; to: number }
  | { what: "tempo"; from: number; to: number }
  | { what: "key"; from: string; to: string }
  | { what: "length"; from: number; to: number }
  | { what: "prompt"; to: string }
  | { what: "engine"; to: string }
  | { what: "changes"; names: string[] };

/** What a remake was asked to change, as its record says. */
const REMADE = [
  "new_melody",
  "layers",
  "sections",
  "lock",
  "energy",
  "density",
  "brightness",
] as const;
export type Remade = (typeof REMADE)[number] | "loop" | "master";

const TEMPO_STEP = 0.05;
const LENGTH_STEP = 0.5;

/** The family as a tree read from top to bottom: each version before those made of it, oldest first. */
export function familyOf(tracks: readonly Track[]): Version[] {
  const known = new Map(tracks.map((track) => [track.id, track]));
  const isRoot = ({ parent_id }: Track) => parent_id === null || !known.has(parent_id);
  const below = (parent: Track | null, depth: number): Version[] =>
    tracks
      .filter((track) => (parent ? track.parent_id === parent.id : isRoot(track)))
      .flatMap((track) => [
        { track, depth, parent, differences: parent ? differencesOf(parent, track) : [] },
        ...below(track, depth + 1),
      ]);
  return below(null, 0);
}

/** What tells a version from the one it was made of. */
export function differencesOf(parent: Track, track: Track): Difference[] {
  const found: Difference[] = [];
  const names = remadeIn(track);
  if (names.length) found.push({ what: "changes", names });
  if (track.seed !== null && track.seed !== parent.seed) {
    found.push({ what: "seed", to: track.seed });
  }
  const [from, to] = [parent.tempo_bpm, track.tempo_bpm];
  if (from !== null && to !== null && Math.abs(to - from) > TEMPO_STEP) {
    found.push({ what: "tempo", from, to });
  }
  if (track.key && parent.key && track.key !== parent.key) {
    found.push({ what: "key", from: parent.key, to: track.key });
  }
  if (Math.abs(track.duration_seconds - parent.duration_seconds) > LENGTH_STEP) {
    found.push({ what: "length", from: parent.duration_seconds, to: track.duration_seconds });
  }
  if (track.prompt !== parent.prompt) found.push({ what: "prompt", to: track.prompt });
  if (track.engine !== parent.engine && track.engine) {
    found.push({ what: "engine", to: track.engine });
  }
  return found;
}

function remadeIn(track: Track): Remade[] {
  const remake = track.params.remake;
  const changes = typeof remake === "object" && remake !== null ? Object.keys(remake) : [];
  const ways = (["loop", "master"] as const).filter(
    (name) => typeof track.params[name] === "object" && track.params[name] !== null,
  );
  return [...REMADE.filter((name) => changes.includes(name)), ...ways];
}
