import { newQueryClient } from "@/lib/api/cache";
import { $api } from "@/lib/api/client";

export const queryClient = newQueryClient();

/** Asks for what the create page begins with while its code is on its way. */
export function askForEngines(): void {
  void queryClient.prefetchQuery(
    $api.queryOptions("get", "/api/v1/engines", {}, { staleTime: 30_000 }),
  );
}
