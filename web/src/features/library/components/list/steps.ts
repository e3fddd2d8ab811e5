const LINES_PER_PAGE = 10;

/** Where a key leads from a place in the list; null for keys that lead nowhere. */
export function stepOf(key: string, at: number, lanes: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: lanes,
    ArrowUp: -lanes,
    PageDown: lanes * LINES_PER_PAGE,
    PageUp: -lanes * LINES_PER_PAGE,
    Home: -count,
    End: count,
    ...(lanes > 1 ? { ArrowRight: 1, ArrowLeft: -1 } : {}),
  };
  const step = steps[key];
  if (step === undefined || !count) return null;
  const next = at + step;
  // from the line before the last, down leads into a last line that may be shorter
  if (key === "ArrowDown" || key === "ArrowUp") {
    const sameLine = Math.floor(at / lanes) === Math.floor((count - 1) / lanes);
    if (next < 0 || (next >= count && sameLine)) return at;
  }
  return Math.min(count - 1, Math.max(0, next));
}
