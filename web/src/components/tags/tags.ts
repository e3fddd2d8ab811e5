/** The API's limits. */
export const MAX_TAGS = 64;
const MAX_CHARACTERS = 300;

/** What was typed or pasted, as tags: parted at commas, semicolons and line ends, without spaces around. */
export function tagsIn(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((tag) => tag.trim().replace(/^#/, "").slice(0, MAX_CHARACTERS).trim())
    .filter(Boolean);
}

/** The tags with these at their end; none twice, whatever its capitals, and never too many. */
export function withTags(tags: readonly string[], added: readonly string[]): string[] {
  const all = new Map<string, string>();
  for (const tag of [...tags, ...added]) {
    const key = tag.toLocaleLowerCase();
    if (!all.has(key)) all.set(key, tag);
  }
  return [...all.values()].slice(0, MAX_TAGS);
}

/** Known tags that fit what is typed and aren't there yet; those that begin so come first. */
export function suggested(
  typed: string,
  known: readonly string[],
  tags: readonly string[],
  limit = 7,
): string[] {
  const words = typed.trim().toLocaleLowerCase();
  const there = new Set(tags.map((tag) => tag.toLocaleLowerCase()));
  const fitting = known.filter(
    (tag) => !there.has(tag.toLocaleLowerCase()) && tag.toLocaleLowerCase().includes(words),
  );
  const begins = (tag: string) => tag.toLocaleLowerCase().startsWith(words);
  return [...fitting.filter(begins), ...fitting.filter((tag) => !begins(tag))].slice(0, limit);
}
