import { create } from "zustand";

const STORED = "mgl.library.view.v1";

export const VIEWS = ["table", "grid"] as const;
export type View = (typeof VIEWS)[number];
export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** Columns that may be left out. */
export const COLUMNS = [
  "genre",
  "mood",
  "tempo",
  "key",
  "length",
  "rating",
  "favorite",
  "tags",
  "date",
] as const;
export type ColumnName = (typeof COLUMNS)[number];

interface Preferences {
  view: View;
  density: Density;
  hidden: ColumnName[];
}

const FIRST: Preferences = { view: "table", density: "comfortable", hidden: [] };

/** How the list is drawn; kept in this browser. */
export const usePreferences = create<Preferences>()(() => read(stored()));

/** Changes it, for now and for the next visits. */
export function prefer(change: Partial<Preferences>): void {
  usePreferences.setState(change);
  const { view, density, hidden } = usePreferences.getState();
  try {
    localStorage.setItem(STORED, JSON.stringify({ view, density, hidden }));
  } catch {
    // storage is off: it holds until the page is closed
  }
}

/** What was stored; whatever doesn't fit is as at first. */
export function read(value: unknown): Preferences {
  if (typeof value !== "object" || value === null) return FIRST;
  const { view, density, hidden } = value as Record<string, unknown>;
  return {
    view: VIEWS.find((one) => one === view) ?? FIRST.view,
    density: DENSITIES.find((one) => one === density) ?? FIRST.density,
    hidden: Array.isArray(hidden) ? COLUMNS.filter((one) => hidden.includes(one)) : [],
  };
}

function stored(): unknown {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "null");
  } catch {
    return null; // storage is off, or holds something else
  }
}
