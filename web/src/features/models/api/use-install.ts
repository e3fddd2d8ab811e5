import { useMutation, useQueryClient } from "@tanstack/react-query";
import { notifyFailure } from "@/components/ui/notify";
import { api } from "@/lib/api/client";
import { refresh } from "@/lib/api/cache";
import { rememberJob } from "@/lib/jobs/submitted";

const TOUCHED = ["/api/v1/models", "/api/v1/jobs", "/api/v1/engines", "/api/v1/system"];

/** Reads anew whatever is another once sounds have come or gone. */
export function useRefreshAssets(): () => Promise<void> {
  const client = useQueryClient();
  return () => refresh(client, ...TOUCHED);
}

interface Order {
  /** Of models, or of bundles. */
  ids: readonly string[];
  /** Install anew what is here. */
  force?: boolean;
  /** The person has agreed to the licences that ask for it. */
  accept_licence?: boolean;
}

/** Begins downloads, or goes on with those that were paused. */
export function useInstall() {
  const refreshAssets = useRefreshAssets();
  return useMutation({
    mutationFn: async ({ ids, force = false, accept_licence = false }: Order) => {
      for (const model_id of ids) {
        const { data } = await api.POST("/api/v1/models/{model_id}/download", {
          params: { path: { model_id }, query: { force, accept_licence } },
        });
        if (data) rememberJob(data);
      }
    },
    onError: (error) => notifyFailure(error),
    onSettled: refreshAssets,
  });
}

/** Stops a download; what has come is kept. */
export function usePause() {
  const refreshAssets = useRefreshAssets();
  return useMutation({
    mutationFn: (model_id: string) =>
      api.POST("/api/v1/models/{model_id}/pause", { params: { path: { model_id } } }),
    onError: (error) => notifyFailure(error),
    onSettled: refreshAssets,
  });
}

/** Reads every byte of an installed model. */
export function useVerify() {
  const refreshAssets = useRefreshAssets();
  return useMutation({
    mutationFn: async (model_id: string) => {
      const { data } = await api.POST("/api/v1/models/{model_id}/verify", {
        params: { path: { model_id } },
      });
      return data;
    },
    onError: (error) => notifyFailure(error),
    onSettled: refreshAssets,
  });
}
