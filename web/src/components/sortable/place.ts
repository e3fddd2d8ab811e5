/** Where a row lands that was dragged so far: `middles` are those of all rows, in their order. */
export function placeAt(middles: readonly number[], from: number, offset: number): number {
  const middle = (middles[from] ?? 0) + offset;
  let place = from;
  while (place + 1 < middles.length && middle > (middles[place + 1] ?? Infinity)) place += 1;
  while (place > 0 && middle < (middles[place - 1] ?? -Infinity)) place -= 1;
  return place;
}
