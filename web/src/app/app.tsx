import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Tooltip } from "radix-ui";
import { Toaster } from "sonner";
import { newQueryClient } from "@/lib/api/cache";
import { isDark, useTheme } from "@/lib/theme";
import { router } from "./router";

const queryClient = newQueryClient();

/** The whole studio. */
export function App() {
  const theme = useTheme((state) => state.theme);
  return (
    <QueryClientProvider client={queryClient}>
      <Tooltip.Provider>
        <RouterProvider router={router} />
        <Toaster
          theme={isDark(theme) ? "dark" : "light"}
          position="top-right"
          closeButton
          toastOptions={{
            classNames: {
              toast: "!bg-surface !text-ink !border-line !rounded-xl !font-sans",
              description: "!text-ink-soft",
              actionButton: "!bg-accent !text-on-accent",
            },
          }}
        />
      </Tooltip.Provider>
    </QueryClientProvider>
  );
}
