import { create } from "zustand";

/** Chromium's offer to install a page as an app; other browsers have it in their menus only. */
interface InstallEvent extends Event {
  prompt: () => Promise<{ outcome: "accepted" | "dismissed" }>;
}

interface InstallState {
  /** What the browser offers; null when it offers nothing, or the page runs as an app. */
  offer: InstallEvent | null;
  /** The page runs as an app, or was installed just now. */
  installed: boolean;
}

const asApp = globalThis.matchMedia?.("(display-mode: standalone)").matches ?? false;

/** Whether the studio can be installed as an app. Read early: the browser offers it only once. */
export const useInstallOffer = create<InstallState>()(() => ({ offer: null, installed: asApp }));

globalThis.addEventListener?.("beforeinstallprompt", (event) => {
  event.preventDefault(); // no banner of the browser's own: the settings offer it
  useInstallOffer.setState({ offer: event as InstallEvent });
});
globalThis.addEventListener?.("appinstalled", () => {
  useInstallOffer.setState({ offer: null, installed: true });
});

/** Has the browser ask whether to install. */
export async function installAsApp(): Promise<void> {
  const { offer } = useInstallOffer.getState();
  if (!offer) return;
  const { outcome } = await offer.prompt();
  // an offer can be used once; the browser makes another when it sees fit
  useInstallOffer.setState({ offer: null, installed: outcome === "accepted" });
}
