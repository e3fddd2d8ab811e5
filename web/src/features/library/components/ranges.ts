/** A bound as it is shown: 90 s are "1.5" minutes; "" for none. */
export function shownAs(value: number | undefined, scale: number): string {
  return value === undefined ? "" : String(Math.round((value / scale) * 100) / 100);
}

/** Both bounds in short: "1–3", "≥ 1", "≤ 3". */
export function rangeShown(
  low: number | undefined,
  high: number | undefined,
  scale: number,
): string {
  if (high === undefined) return `≥ ${shownAs(low, scale)}`;
  if (low === undefined) return `≤ ${shownAs(high, scale)}`;
  return `${shownAs(low, scale)}–${shownAs(high, scale)}`;
}

function boundOf(text: string, scale: number): number | undefined {
  const value = Number(text.replace(",", "."));
  return text.trim() && Number.isFinite(value) && value > 0 ? value * scale : undefined;
}

/** What was typed into both ends, the smaller first; what is no number is no bound. */
export function bounds(
  low: string,
  high: string,
  scale: number,
): [number | undefined, number | undefined] {
  const from = boundOf(low, scale);
  const to = boundOf(high, scale);
  return from !== undefined && to !== undefined && from > to ? [to, from] : [from, to];
}
