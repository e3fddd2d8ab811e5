import { create } from "zustand";
import type { Track } from "@/lib/api/client";

interface Opened {
  track: Track;
  play: () => void;
  x: number;
  y: number;
}

/** Whose menu is open and where, and what had the focus before. */
export const useOpenedMenu = create<{ opened: Opened | null; back: HTMLElement | null }>()(() => ({
  opened: null,
  back: null,
}));

/** Opens the menu of a track at a point of the window. */
export function openRowMenu(opened: Opened): void {
  const back = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  useOpenedMenu.setState({ opened, back });
}
