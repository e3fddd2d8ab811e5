import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { later } from "@/components/ui/later";
import { useToasts } from "@/lib/toasts";
import { queryClient } from "./queries";
import { router } from "./router";

const Toasts = later(() => import("./layout/toasts"), { trouble: "above" });

/** The whole studio. */
export function App() {
  const toasts = useToasts((state) => state.wanted);
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      {toasts && <Toasts />}
    </QueryClientProvider>
  );
}
