const GONE = "\uE000"; // a letter of nobody's language

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A phrase that stands on its own: "jazz", not the one in "jazzy". */
function phrase(words: string, flags: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped(words)}(?![\\p{L}\\p{N}])`, `u${flags}`);
}

/** Whether the words stand in the description. */
export function says(prompt: string, words: string): boolean {
  const sought = words.trim();
  // asked of every word at every key: a pattern is made only where it has something to find
  if (!sought || !prompt.toLowerCase().includes(sought.toLowerCase())) return false;
  return phrase(sought, "i").test(prompt);
}

/** The description with the words at its end. */
export function withWords(prompt: string, words: string): string {
  if (says(prompt, words)) return prompt;
  const before = prompt.replace(/[\s,;]+$/u, "");
  return before ? `${before}, ${words}` : words;
}

/** The description without the words, and without the comma that they leave behind. */
export function withoutWords(prompt: string, words: string): string {
  return prompt
    .replace(phrase(words.trim(), "gi"), GONE)
    .replace(/\s*[,;]?\s*\uE000(?=\s*(?:[,;]|$))/gu, "")
    .replace(/\uE000\s*/gu, "")
    .replace(/^[\s,;]+|[\s,;]+$/gu, "")
    .replace(/ {2,}/g, " ");
}
