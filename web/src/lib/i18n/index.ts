import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];
const STORED = "mgl.language";

const files = import.meta.glob<{ default: Record<string, unknown> }>("../../locales/*/*.json");

/** Each page's words come with the page. */
const backend: BackendModule = {
  type: "backend",
  init: () => {},
  read: (language, namespace, done) => {
    const load = files[`../../locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`There are no words for ${namespace} in ${language}.`), false);
    load().then(
      (words) => done(null, words.default),
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
      ns: ["common", "shared", "jobs"], // what the frame says around every page
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
