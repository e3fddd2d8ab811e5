import { cn } from "@/lib/cn";
import { usePreferences } from "../../model/preferences";
import { type PartProps, PlayCover, TitleLink } from "./parts";

/** Cover, title and artist; in a close table beside one another. */
export function TitleCell(part: PartProps) {
  const compact = usePreferences(({ density }) => density === "compact");
  return (
    <span className="flex min-w-0 items-center gap-3">
      <PlayCover {...part} size={compact ? 28 : 40} />
      <span className={cn("min-w-0", compact && "flex items-baseline gap-2")}>
        <TitleLink {...part} />
        {part.track.artist && (
          <span className="block truncate text-xs text-ink-soft">{part.track.artist}</span>
        )}
      </span>
    </span>
  );
}
