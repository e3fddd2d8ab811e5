import { useMutation, useQueryClient } from "@tanstack/react-query";
import { refresh } from "@/lib/api/cache";
import type { Job } from "@/lib/api/client";
import { rememberJob } from "@/lib/jobs/submitted";

/** Asks for a job; `data.id` is what to follow, `error` why it was refused. */
export function useSubmit<Body>(ask: (body: Body) => Promise<{ data?: Job | undefined }>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Body): Promise<Job> => {
      const { data } = await ask(body);
      if (!data) throw new TypeError("an answer without a job");
      return data;
    },
    onSuccess: (job) => {
      rememberJob(job);
      void refresh(client, "/api/v1/jobs", "/api/v1/queue");
    },
  });
}
