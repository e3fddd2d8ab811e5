import { create } from "zustand";

const STORED = "mgl.notifications";

interface NotificationsState {
  /** `unsupported` where the browser has none, for instance over plain http in a network. */
  permission: NotificationPermission | "unsupported";
  /** Wanted by the person here; the browser has to allow it, too. */
  wanted: boolean;
  /** Asks the browser, in answer to a click; true if it allows them. */
  ask: () => Promise<boolean>;
  turnOff: () => void;
}

const supported = "Notification" in globalThis && globalThis.isSecureContext;

/** Whether finished work is told of while the studio is out of sight. Nobody is asked unasked. */
export const useNotifications = create<NotificationsState>()((set) => ({
  permission: supported ? Notification.permission : "unsupported",
  wanted: stored(),
  ask: async () => {
    if (!supported) return false;
    const permission = await Notification.requestPermission();
    const wanted = permission === "granted";
    keep(wanted);
    set({ permission, wanted });
    return wanted;
  },
  turnOff: () => {
    keep(false);
    set({ wanted: false });
  },
}));

/** Tells of it outside of the page if that is wanted and nobody looks at the page. */
export function notifyOutside(title: string, body: string, tag: string, onClick: () => void): void {
  const { permission, wanted } = useNotifications.getState();
  if (permission !== "granted" || !wanted || document.visibilityState === "visible") return;
  try {
    const notification = new Notification(title, { body, tag, icon: "/icon-192.png" });
    notification.onclick = () => {
      window.focus();
      notification.close();
      onClick();
    };
  } catch {
    // browsers of phones only allow them from a service worker: the page tells when it is seen
  }
}

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) === "on";
  } catch {
    return false; // storage is off
  }
}

function keep(wanted: boolean): void {
  try {
    localStorage.setItem(STORED, wanted ? "on" : "off");
  } catch {
    // storage is off: it holds until the page is closed
  }
}
