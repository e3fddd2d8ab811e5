import { readFileSync } from "node:fs";
import type { HtmlTagDescriptor, Plugin, Rolldown } from "vite";

type Chunk = Rolldown.OutputChunk;

const PAGE = /[\\/]features[\\/](\w+)[\\/]page\.tsx$/;
const WORDS = /[\\/]locales[\\/](\w+)[\\/](\w+)\.json$/;
const FRAME = /[\\/]i18n[\\/]frame-(\w+)\.ts$/;
/** Pages that always begin with the same words, and are as wide as the window. */
const NAMED = new Set(["create", "library"]);
const FONTS = { en: ["latin"], ru: ["latin", "cyrillic"] };
const ADDRESSES: Record<string, string> = { health: "health-check" };

interface Ahead {
  /** Names of files in `assets/`; the rest names them by their places here. */
  files: string[];
  /** What each page comes in, by the first part of its address. */
  pages: Record<string, number[]>;
  /** The words of the frame and of each page, by language. */
  words: Record<string, Record<string, number[]>>;
  /** The title of a page and the sentence below it, by language. */
  headings: Record<string, Record<string, string[]>>;
  /** The letters of each language. */
  fonts: Record<string, string[]>;
}

/**
 * Tells the page in which files each page of the studio and its words come, so that `start.js` can
 * ask for them at once; and lets the style go before all scripts.
 */
export function ahead(): Plugin {
  return {
    name: "ahead",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle, chunk }) {
        if (!bundle || !chunk) throw new Error("There is nothing to be told of.");
        const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
        const table = tableOf(chunks, chunk);
        for (const [language, scripts] of Object.entries(FONTS))
          table.fonts[language] = scripts.map((script) => fontOf(Object.keys(bundle), script));
        const tag: HtmlTagDescriptor = {
          tag: "script",
          attrs: { type: "application/json", id: "ahead" },
          children: JSON.stringify(table),
          injectTo: "head-prepend",
        };
        return {
          html: html.replaceAll('rel="modulepreload"', '$& fetchpriority="low"'),
          tags: [tag],
        };
      },
    },
  };
}

function tableOf(chunks: readonly Chunk[], entry: Chunk): Ahead {
  const byName = new Map(chunks.map((one) => [one.fileName, one]));
  const known = new Set([entry.fileName, ...entry.imports]); // the page itself names these
  const table: Ahead = { files: [], pages: {}, words: {}, headings: {}, fonts: {} };
  const numbersOf = (chunk: Chunk) => {
    const found = new Set([chunk.fileName]);
    for (const name of found)
      for (const next of byName.get(name)?.imports ?? []) if (!known.has(next)) found.add(next);
    return [...found].map((name) => {
      const file = name.replace(/^assets\//, "");
      if (!table.files.includes(file)) table.files.push(file);
      return table.files.indexOf(file);
    });
  };
  for (const chunk of chunks) {
    const from = chunk.facadeModuleId ?? "";
    const [, page = ""] = PAGE.exec(from) ?? [];
    const [, language = "", name = "frame"] = WORDS.exec(from) ?? FRAME.exec(from) ?? [];
    if (NAMED.has(name)) (table.headings[language] ??= {})[name] = headingOf(from);
    if (page) table.pages[ADDRESSES[page] ?? page] = numbersOf(chunk);
    if (language) (table.words[language] ??= {})[ADDRESSES[name] ?? name] = numbersOf(chunk);
  }
  return table;
}

function headingOf(words: string): string[] {
  const { title, lead } = JSON.parse(readFileSync(words, "utf8")) as Record<string, unknown>;
  return [title, lead].filter((text) => typeof text === "string");
}

function fontOf(files: readonly string[], script: string): string {
  const file = files.find((name) => name.includes(`/inter-${script}-wght-normal-`));
  if (!file) throw new Error(`There is no font for ${script}.`);
  return file.replace(/^assets\//, "");
}
