import { useMutation, useQueryClient } from "@tanstack/react-query";
import { notifyFailure } from "@/components/ui/notify";
import { refresh } from "@/lib/api/cache";
import { $api, api } from "@/lib/api/client";

const KEY = ["get", "/api/v1/queue", {}] as const;

/** Whether the queue is paused, and whether anybody works on it; with the switch. */
export function useQueue() {
  const client = useQueryClient();
  const query = $api.useQuery("get", "/api/v1/queue", {}, { refetchInterval: 15_000 });
  const set = useMutation({
    mutationFn: async (pause: boolean) => {
      const answer = pause
        ? await api.POST("/api/v1/queue/pause")
        : await api.POST("/api/v1/queue/resume");
      return answer.data;
    },
    onSuccess: (queue) => client.setQueryData(KEY, queue),
    onSettled: () => refresh(client, "/api/v1/queue", "/api/v1/system"),
    onError: (error) => notifyFailure(error),
  });
  const { data } = query;
  return {
    paused: set.isPending ? set.variables : (data?.paused ?? false),
    /** Jobs wait, and no worker is there to take them. */
    unattended: data !== undefined && data.queued > 0 && !data.workers.some(({ alive }) => alive),
    setPaused: set.mutate,
  };
}
