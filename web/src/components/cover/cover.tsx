import { memo, useState } from "react";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { designOf } from "./design";

/** What is needed of a track to show its cover; `files` keeps a changed picture from looking old. */
export type Covered = Pick<Track, "id" | "title" | "genre" | "cover"> &
  Partial<Pick<Track, "files">>;

interface CoverProps {
  track: Covered;
  /** Pixels of a side; without it, as wide as its place. */
  size?: number;
  className?: string;
}

/** A track's picture, or the drawing that stands for it. The title is beside it, so it says nothing. */
export function Cover({ track, size, className }: CoverProps) {
  const url = urlOf(track);
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span
      aria-hidden
      className={cn(
        "relative block aspect-square shrink-0 overflow-hidden rounded-lg bg-raised",
        size === undefined && "w-full",
        className,
      )}
      style={size === undefined ? undefined : { width: size, height: size }}
    >
      {url && url !== broken ? (
        <img
          src={url}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          draggable={false}
          className="size-full object-cover"
          onError={() => setBroken(url)}
        />
      ) : (
        <Drawing id={track.id} genre={track.genre} />
      )}
    </span>
  );
}

/** The drawing alone. */
export const Drawing = memo(function Drawing({ id, genre }: { id: string; genre: string }) {
  const { palette, layers } = designOf(id, genre);
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="xMidYMid slice" className="block size-full">
      <rect width="100" height="100" fill={palette[0]} />
      {layers.map(({ path, colour, width }, place) =>
        width ? (
          <path
            key={place}
            d={path}
            fill="none"
            stroke={palette[colour]}
            strokeWidth={width}
            strokeLinecap="round"
          />
        ) : (
          <path key={place} d={path} fill={palette[colour]} />
        ),
      )}
    </svg>
  );
});

function urlOf({ cover, files }: Covered): string | null {
  if (!cover) return null;
  const picture = files?.find((file) => file.kind === "cover");
  return picture ? `${cover}?of=${picture.sha256.slice(0, 12)}` : cover;
}
