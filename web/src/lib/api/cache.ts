import { QueryClient } from "@tanstack/react-query";
import { toProblem } from "./errors";

const PASSING = new Set(["OFFLINE", "MODEL_NOT_LOADED"]);

/** The cache of what the server said. Refusals are final; only what may pass is tried again. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The browser's "offline" is about the network; the server is usually on this machine.
      queries: {
        networkMode: "always",
        staleTime: 10_000,
        retry: (count, error) => count < 2 && PASSING.has(toProblem(error).code),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** Read anew whatever is shown from addresses that begin so, for instance `/api/v1/tracks`. */
export async function refresh(client: QueryClient, ...prefixes: string[]): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const path = queryKey[1];
      return typeof path === "string" && prefixes.some((prefix) => path.startsWith(prefix));
    },
  });
}
