import { Skeleton } from "@/components/ui/surface";
import { cn } from "@/lib/cn";

interface LineSkeletonProps {
  start?: number;
  height: number;
}

/** A line that is on its way, in the shape of a row. */
export function LineSkeleton({ start, height }: LineSkeletonProps) {
  return (
    <div
      aria-hidden
      className={cn(
        "flex items-center gap-3 px-2 sm:pl-12",
        start !== undefined && "absolute inset-x-0",
      )}
      style={start === undefined ? { height } : { height, top: start }}
    >
      <Skeleton className={height < 50 ? "size-7" : "size-10"} />
      <Skeleton className="h-4 w-1/3" />
      <Skeleton className="ml-auto h-4 w-16" />
    </div>
  );
}

/** The same for a line of cards. */
export function CardsSkeleton({ start, height, lanes }: LineSkeletonProps & { lanes: number }) {
  return (
    <div
      aria-hidden
      className={cn("grid gap-4", start !== undefined && "absolute inset-x-0")}
      style={{
        gridTemplateColumns: `repeat(${lanes}, minmax(0, 1fr))`,
        ...(start === undefined ? { height } : { height, top: start }),
      }}
    >
      {Array.from({ length: lanes }, (_, lane) => (
        <div key={lane}>
          <Skeleton className="aspect-square w-full rounded-xl" />
          <Skeleton className="mt-3 h-4 w-2/3" />
        </div>
      ))}
    </div>
  );
}
