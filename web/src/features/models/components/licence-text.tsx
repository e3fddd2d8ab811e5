import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { api } from "@/lib/api/client";
import { cn } from "@/lib/cn";

interface LicenceTextProps {
  /** Of a model, or of a bundle: then all of its parts'. */
  id: string;
  /** What it is called where several stand on one page. */
  label: string;
  className?: string;
}

/** A licence as its makers wrote it, with their names; it scrolls. */
export function LicenceText({ id, label, className }: LicenceTextProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ["get", "/api/v1/models/{model_id}/licence", id],
    queryFn: async () => {
      const { data } = await api.GET("/api/v1/models/{model_id}/licence", {
        params: { path: { model_id: id } },
        parseAs: "text",
      });
      return data ?? "";
    },
    staleTime: Infinity,
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <div role="status" aria-label={t("loading")}>
        <Skeleton className="h-64" />
      </div>
    );
  }
  return (
    // scrolls by keyboard, too
    <div
      role="region"
      aria-label={label}
      tabIndex={0} // eslint-disable-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
      className={cn("overflow-y-auto rounded-lg bg-sunken p-4", className)}
    >
      <pre lang="en" className="font-sans text-[0.8125rem] break-words whitespace-pre-wrap">
        {data}
      </pre>
    </div>
  );
}
