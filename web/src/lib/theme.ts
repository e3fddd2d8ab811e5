import { create } from "zustand";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
const STORED = "mgl.theme"; // public/start.js reads it before the first paint
const system = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

function stored(): Theme {
  try {
    const value = localStorage.getItem(STORED);
    return THEMES.find((one) => one === value) ?? "system";
  } catch {
    return "system"; // storage is off
  }
}

interface ThemeState {
  theme: Theme;
  choose: (theme: Theme) => void;
}

/** Which theme was chosen; `system` follows the machine, also while the page is open. */
export const useTheme = create<ThemeState>()((set) => ({
  theme: stored(),
  choose: (theme) => {
    try {
      localStorage.setItem(STORED, theme);
    } catch {
      // storage is off: it holds until the page is closed
    }
    set({ theme });
  },
}));

/** Whether the page is dark now. */
export function isDark(theme: Theme): boolean {
  return theme === "dark" || (theme === "system" && Boolean(system?.matches));
}

/** Keeps the page in the chosen theme. */
export function followTheme(): void {
  const apply = () => {
    const dark = isDark(useTheme.getState().theme);
    document.documentElement.classList.toggle("dark", dark);
    document
      .querySelector('meta[name="theme-color"]')
      ?.setAttribute("content", dark ? "#14120f" : "#f8f6f2");
  };
  useTheme.subscribe(apply);
  system?.addEventListener("change", apply);
  apply();
}
