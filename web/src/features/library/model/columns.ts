import type { Sort } from "../search";
import { COLUMNS, type ColumnName } from "./preferences";

interface ColumnShape {
  /** Pixels. */
  width: number;
  sort?: Sort;
  /** Where room is short, the last of these go first. */
  rank: number;
}

/** How wide each column is, and how much it matters. */
export const SHAPES: Record<ColumnName, ColumnShape> = {
  genre: { width: 112, rank: 3 },
  mood: { width: 132, rank: 8 },
  tempo: { width: 64, rank: 5, sort: "tempo_bpm" },
  key: { width: 88, rank: 7 },
  length: { width: 72, rank: 1, sort: "duration_seconds" },
  rating: { width: 108, rank: 4, sort: "rating" },
  favorite: { width: 44, rank: 2 },
  tags: { width: 168, rank: 9 },
  date: { width: 108, rank: 6, sort: "created_at" },
};

const SELECT = 40;
const TITLE = 240;
const MENU = 44;
const ALWAYS = SELECT + TITLE + MENU;

/** The columns that are wanted and find room; `width` is the list's, in pixels. */
export function columnsIn(width: number, hidden: readonly ColumnName[]): ColumnName[] {
  let left = width - ALWAYS;
  const fitting = new Set<ColumnName>();
  for (const name of COLUMNS.toSorted((one, other) => SHAPES[one].rank - SHAPES[other].rank)) {
    if (hidden.includes(name)) continue;
    left -= SHAPES[name].width;
    if (left < 0) break;
    fitting.add(name);
  }
  return COLUMNS.filter((name) => fitting.has(name));
}

/** The list's columns as CSS grid tracks. */
export function gridTemplate(columns: readonly ColumnName[]): string {
  const widths = columns.map((name) => `${SHAPES[name].width}px`);
  return [`${SELECT}px`, "minmax(0, 1fr)", ...widths, `${MENU}px`].join(" ");
}
