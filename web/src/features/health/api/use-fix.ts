import { useMutation, useQueryClient } from "@tanstack/react-query";
import { notifyFailure } from "@/components/ui/notify";
import { api, type Job } from "@/lib/api/client";
import { refresh } from "@/lib/api/cache";
import { rememberJob } from "@/lib/jobs/submitted";

/** What a fix came to: a job that works on it, or a sentence about what was done. */
export type Fixed = { job: Job } | { message: string };

/** Has the server mend what it found. */
export function useFix(onFixed: (fixed: Fixed) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (fix_id: string): Promise<Fixed> => {
      const { data } = await api.POST("/api/v1/system/fixes/{fix_id}", {
        params: { path: { fix_id } },
      });
      if (data && "id" in data) return { job: data };
      return { message: data?.message ?? "" };
    },
    onSuccess: (fixed) => {
      if ("job" in fixed) rememberJob(fixed.job);
      onFixed(fixed);
    },
    onError: (error) => notifyFailure(error),
    onSettled: () => refresh(client, "/api/v1/system", "/api/v1/models", "/health"),
  });
}
