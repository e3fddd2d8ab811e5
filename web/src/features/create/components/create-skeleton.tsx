import { Skeleton } from "@/components/ui/surface";

/** The page while the engines load, in its final shape. */
export function CreateSkeleton() {
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
      <div className="flex flex-col gap-5">
        <Skeleton className="h-52 rounded-2xl" />
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 2xl:grid-cols-4">
          {Array.from({ length: 12 }, (_, index) => (
            <Skeleton key={index} className="h-14 rounded-xl" />
          ))}
        </div>
        <Skeleton className="h-48 rounded-2xl" />
      </div>
      <Skeleton className="h-120 rounded-2xl" />
    </div>
  );
}
