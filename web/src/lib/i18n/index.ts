import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { loadPart } from "@/lib/parts";

export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];
const STORED = "mgl.language";

type Words = Record<string, unknown>;

const FRAME = ["common", "shared", "jobs"] as const;
const frames: Record<Language, () => Promise<Record<(typeof FRAME)[number], Words>>> = {
  en: () => import("./frame-en"),
  ru: () => import("./frame-ru"),
};
const pages = import.meta.glob<Words>(
  ["../../locales/*/*.json", "!**/common.json", "!**/shared.json", "!**/jobs.json"],
  { import: "default" },
);

async function wordsOf(language: Language, namespace: string): Promise<Words> {
  const part = FRAME.find((one) => one === namespace);
  if (part) return (await loadPart(frames[language]))[part];
  const load = pages[`../../locales/${language}/${namespace}.json`];
  if (!load) throw new Error(`There are no words for ${namespace} in ${language}.`);
  return loadPart(load);
}

/** Each page's words come with the page. */
const backend: BackendModule = {
  type: "backend",
  init: () => {},
  read: (language, namespace, done) => {
    wordsOf(language as Language, namespace).then(
      (words) => done(null, words),
      (error: unknown) => done(error as Error, false),
    );
  },
};

function preferred(): Language {
  const known = (tag: string | null) => LANGUAGES.find((one) => tag?.toLowerCase().startsWith(one));
  const wishes = [stored(), ...navigator.languages];
  for (const wish of wishes) {
    const language = known(wish);
    if (language) return language;
  }
  return "en";
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null; // storage is off: the browser's languages decide
  }
}

/** Loads the words of the chosen, else the browser's language. */
export async function startI18n(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferred(),
      fallbackLng: "en",
      supportedLngs: [...LANGUAGES],
      ns: [...FRAME],
      defaultNS: "common",
      interpolation: { escapeValue: false }, // React escapes
      react: { useSuspense: true },
    });
}

/** Changes the page's language at once and for the next visits. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // storage is off: it holds until the page is closed
  }
  await i18next.changeLanguage(language);
}
