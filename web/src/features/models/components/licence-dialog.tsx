import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { api } from "@/lib/api/client";
import type { Model } from "../model/assets";
import { useNames } from "./use-names";

/** The licence of sounds or weights, with the names of their makers. */
export function LicenceDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const { t } = useTranslation("models");
  const names = useNames();
  const { data, error, refetch } = useQuery({
    queryKey: ["get", "/api/v1/models/{model_id}/licence", model.id],
    queryFn: async () => {
      const { data } = await api.GET("/api/v1/models/{model_id}/licence", {
        params: { path: { model_id: model.id } },
        parseAs: "text",
      });
      return data ?? "";
    },
    staleTime: Infinity,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("licence.title", { name: names.title(model) })}
      description={model.licence}
      className="max-w-2xl"
    >
      {error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="h-64" />
      ) : (
        // scrolls by keyboard, too
        <div
          role="region"
          aria-label={t("licence.text")}
          tabIndex={0} // eslint-disable-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
          className="max-h-[55dvh] overflow-y-auto rounded-lg bg-sunken p-4"
        >
          <pre lang="en" className="font-sans text-[0.8125rem] break-words whitespace-pre-wrap">
            {data}
          </pre>
        </div>
      )}
    </Dialog>
  );
}
