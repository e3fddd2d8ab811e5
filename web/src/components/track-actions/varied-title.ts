const LONGEST = 300;

/** "Rain" -> "Rain (variation)" -> "Rain (variation 2)", with the word for it in brackets. */
export function variedTitle(title: string, word: string): string {
  const end = /^(.*) \(([^()]+?)(?: (\d+))?\)$/s.exec(title);
  const again = end?.[2] === word;
  const suffix = again ? ` (${word} ${Number(end[3] ?? 1) + 1})` : ` (${word})`;
  const plain = again ? (end[1] ?? "") : title;
  return plain.slice(0, LONGEST - suffix.length) + suffix;
}
