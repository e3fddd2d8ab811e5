import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ParameterField } from "@/components/schema-form/read";
import { refresh } from "@/lib/api/cache";
import { api, type Engine, type Job } from "@/lib/api/client";
import { rememberJob } from "@/lib/jobs/submitted";
import type { CreateValues } from "../model/form";
import { orderOf, planRequest } from "../model/order";

interface Asked {
  engine: Engine;
  fields: readonly ParameterField[];
  /** What stands for an empty description. */
  wordless: string;
}

/** Queues what the form asks for; answers with its job, or with those of its batch. */
export function useSubmit({ engine, fields, wordless }: Asked) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (values: CreateValues): Promise<Job[]> => {
      const request = planRequest(values, engine, fields);
      const { removed, swapped, added } = values.band;
      // the plan on the page may be that of a moment ago
      const edited = removed.length || Object.keys(swapped).length || added.length;
      const held = "plan" in (request.parameters ?? {});
      const outline =
        edited || held ? (await api.POST("/api/v1/plans", { body: request })).data : undefined;
      const body = orderOf(values, engine, fields, outline, wordless);
      const { data } = await api.POST("/api/v1/generations", { body: body as never });
      if (!data) return [];
      return "jobs" in data ? data.jobs : [data];
    },
    onSuccess: (jobs) => {
      jobs.forEach(rememberJob);
      void refresh(client, "/api/v1/jobs", "/api/v1/queue");
    },
  });
}
