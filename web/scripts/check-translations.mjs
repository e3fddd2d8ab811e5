// Fails when a language lacks a word that another has, when a word is used nowhere, or when the
// words of one sentence want other values than those of its translation.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../src");
const locales = path.join(root, "locales");
const PLURAL = /_(zero|one|two|few|many|other)$/;

const flat = (words, prefix = "") =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
const values = (text) => new Set([...text.matchAll(/{{\s*(\w+)/g)].map((match) => match[1]));
const read = (language, name) =>
  new Map(flat(JSON.parse(readFileSync(path.join(locales, language, name), "utf8"))));

const languages = readdirSync(locales);
const sources = readdirSync(root, { recursive: true })
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name))
  .map((name) => readFileSync(path.join(root, name), "utf8"))
  .join("\n");
const troubles = [];

for (const name of readdirSync(path.join(locales, "en"))) {
  const words = Object.fromEntries(languages.map((one) => [one, read(one, name)]));
  for (const [one, mine] of Object.entries(words)) {
    const keys = new Set([...mine.keys()].map((key) => key.replace(PLURAL, "")));
    for (const [other, theirs] of Object.entries(words)) {
      const known = new Map([...theirs].map(([key, text]) => [key.replace(PLURAL, ""), text]));
      for (const key of keys) {
        if (!known.has(key)) troubles.push(`${other}/${name} lacks ${key}, which ${one} has`);
      }
      for (const [key, text] of mine) {
        const translated = known.get(key.replace(PLURAL, ""));
        if (translated === undefined) continue;
        const wanted = [...values(text)].filter((value) => value !== "count");
        const lost = wanted.filter((value) => !values(translated).has(value));
        if (lost.length) troubles.push(`${other}/${name} ${key}: ${lost.join(", ")} is lost`);
      }
    }
    const plurals = [...mine.keys()].filter((key) => PLURAL.test(key));
    for (const key of new Set(plurals.map((one) => one.replace(PLURAL, "")))) {
      for (const form of new Intl.PluralRules(one).resolvedOptions().pluralCategories) {
        if (!mine.has(`${key}_${form}`)) troubles.push(`${one}/${name} lacks ${key}_${form}`);
      }
    }
    for (const [key, text] of mine) {
      if (!text.trim()) troubles.push(`${one}/${name} ${key} is empty`);
    }
  }
  for (const key of words.en.keys()) {
    const plain = key.replace(PLURAL, "");
    const dynamic = plain.replace(/\.[^.]+$/, "");
    const used = [`"${plain}"`, `:${plain}"`, `\`${dynamic}.\${`, `:${dynamic}.\${`];
    if (!used.some((one) => sources.includes(one)))
      troubles.push(`en/${name} ${key} is used nowhere`);
  }
}
for (const trouble of troubles) console.error(trouble);
console.log(troubles.length ? `${troubles.length} troubles` : "All words are there.");
process.exit(troubles.length ? 1 : 0);
