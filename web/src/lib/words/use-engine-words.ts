import { useTranslation } from "react-i18next";
import type { Engine } from "@/lib/api/client";

/** A text, and the language it is in where that isn't the page's. */
export interface Told {
  text: string;
  lang?: "en";
}

const YOURS = "; the music is yours";
/** What can be set of the studio's own engine. */
export const COMPOSER_PARAMETERS = [
  "tempo_bpm",
  "key",
  "genre",
  "mood",
  "language",
  "sections",
  "energy",
  "density",
  "brightness",
  "chords",
  "midi",
  "loop_ready",
  "sounds",
  "plan",
] as const;

const asSent = (text: string): Told => ({ text, lang: "en" });

/** What is told of engines, in the page's language where it knows the words, else as the server has it. */
export function useEngineWords() {
  const { t } = useTranslation("models");
  return {
    description: (engine: Engine): Told =>
      engine.name === "composer" ? { text: t("engines.composer") } : asSent(engine.description),
    licence: ({ licence }: Engine): Told =>
      licence.endsWith(YOURS)
        ? { text: t("engine.yours", { licence: licence.slice(0, -YOURS.length) }) }
        : asSent(licence),
  };
}

/** The names of engines' parameters, as the form that they are set in calls them. */
export function useParameterWords() {
  const { t } = useTranslation("create");
  return (engine: string, name: string): Told => {
    const known = engine === "composer" && COMPOSER_PARAMETERS.find((one) => one === name);
    return known ? { text: t(`composer.title.${known}`) } : asSent(name.replaceAll("_", " "));
  };
}
