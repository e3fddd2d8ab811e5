import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/ui/surface";

/** A page on its way, in the shape that pages have. */
export function PageLoading() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-5 sm:px-6 lg:px-8 lg:py-7" aria-busy="true">
      <p className="sr-only" role="status">
        {t("loading")}
      </p>
      <Skeleton className="mb-6 h-9 w-56" />
      <div className="grid gap-4">
        <Skeleton className="h-40" />
        <Skeleton className="h-64" />
      </div>
    </div>
  );
}
