import { useTranslation } from "react-i18next";
import { Card, Skeleton } from "@/components/ui/surface";
import { useTitle } from "@/lib/use-title";
import { FRAME } from "./frame";

/** The page in its final shape while its track is on the way. */
export function TrackSkeleton() {
  const { t } = useTranslation(["track", "common"]);
  useTitle(t("title"));
  return (
    <div className={FRAME}>
      <h1 className="sr-only">{t("title")}</h1>
      <p role="status" className="sr-only">
        {t("common:loading")}
      </p>
      <div className="flex flex-col gap-5 sm:flex-row">
        <Skeleton className="size-32 shrink-0 rounded-2xl sm:size-44" />
        <div className="grow space-y-3">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-9 w-3/5" />
          <Skeleton className="h-5 w-52" />
          <Skeleton className="h-10 w-full max-w-md" />
        </div>
      </div>
      <Skeleton className="h-14 w-full rounded-xl" />
      <Card>
        <Skeleton className="h-44 w-full" />
      </Card>
      <Skeleton className="h-11 w-full" />
      <Skeleton className="h-64 w-full rounded-2xl" />
    </div>
  );
}
