import { useMutation, useQueryClient } from "@tanstack/react-query";
import { refresh } from "@/lib/api/cache";
import { api, type Job } from "@/lib/api/client";
import { rememberJob } from "@/lib/jobs/submitted";
import type { LoopBody } from "../model/order";

/** Asks for a loop; the answer is its job. */
export function useMake(onJob: (job: Job) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: LoopBody): Promise<Job> => {
      const { data } = await api.POST("/api/v1/loops", { body });
      if (!data) throw new TypeError("an answer without a job");
      return data;
    },
    onSuccess: (job) => {
      rememberJob(job);
      void refresh(client, "/api/v1/jobs", "/api/v1/queue");
      onJob(job);
    },
  });
}
