import { useTranslation } from "react-i18next";
import type { Model } from "../model/assets";

const KNOWN = [
  "musescore-general",
  "sonivox",
  "drum-samples",
  "fluidr3-mono",
  "diffrhythm",
  "diffrhythm-base",
  "diffrhythm-full",
  "diffrhythm-vae",
  "diffrhythm-inventory",
  "muq-mulan-large",
] as const;
const KNOWN_TERMS = ["diffrhythm-vae", "muq-mulan-large"] as const;
const KNOWN_NEEDS = ["sampled instruments", "drum samples"] as const;

/** A model or a bundle. */
type Named = Pick<Model, "id" | "title" | "summary">;

/** Names and descriptions in the page's language where it knows them, else as the server says. */
export function useNames() {
  const { t } = useTranslation("models");
  return {
    title: (one: Named) => {
      const id = KNOWN.find((known) => known === one.id);
      return id ? t(`titles.${id}`) : one.title;
    },
    summary: (one: Named) => {
      const id = KNOWN.find((known) => known === one.id);
      return id ? t(`summaries.${id}`) : one.summary;
    },
    /** What its licence asks people to agree to, in a sentence. */
    terms: (model: Model) => {
      const id = KNOWN_TERMS.find((known) => known === model.id);
      return id ? t(`terms.${id}`) : (model.terms ?? "");
    },
    need: (name: string) => {
      const known = KNOWN_NEEDS.find((one) => one === name);
      return known ? t(`needs.${known}`) : name;
    },
    needed: (name: string, explanation: string) => {
      const known = KNOWN_NEEDS.find((one) => one === name);
      return known ? t(`needed.${known}`) : explanation;
    },
  };
}
