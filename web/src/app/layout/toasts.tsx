import { useEffect } from "react";
import { toast, Toaster } from "sonner";
import { usePlayer } from "@/lib/player/store";
import { isDark, useTheme } from "@/lib/theme";
import { openToasts } from "@/lib/toasts";
import { useMedia } from "@/lib/use-media";

// Drawers are at the right, windows in the middle, and their buttons below: nothing of it is covered.
const ABOVE_PLAYER = { left: "1rem", bottom: "6rem" };
const BELOW = { left: "1rem", bottom: "1rem" };

/** What was done and what failed: at the lower left above the player, on phones at the top. */
export default function Toasts() {
  const theme = useTheme((state) => state.theme);
  const playing = usePlayer((state) => state.index >= 0);
  const small = useMedia("(max-width: 767px)");
  useEffect(() => openToasts(toast), []);
  return (
    <Toaster
      theme={isDark(theme) ? "dark" : "light"}
      position={small ? "top-center" : "bottom-left"}
      offset={small ? undefined : playing ? ABOVE_PLAYER : BELOW}
      closeButton
      toastOptions={{
        classNames: {
          toast: "!bg-surface !text-ink !border-line !rounded-xl !font-sans",
          description: "!text-ink-soft",
          actionButton: "!bg-accent !text-on-accent",
        },
      }}
    />
  );
}
