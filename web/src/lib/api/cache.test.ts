import { onlineManager, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { newQueryClient } from "./cache";

afterEach(() => onlineManager.setOnline(true));

test("a machine without a network still asks its own server", async () => {
  onlineManager.setOnline(false);
  const client = newQueryClient();
  const read = new QueryObserver(client, { queryKey: ["tracks"], queryFn: () => "answered" });
  const stop = read.subscribe(() => {});
  await vi.waitFor(() => expect(read.getCurrentResult().data).toBe("answered"));
  stop();
  const ordered = client.getMutationCache().build(client, { mutationFn: async () => "queued" });
  await expect(ordered.execute(undefined)).resolves.toBe("queued");
});
