import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useVocabulary } from "./use-vocabulary";

/** Names of an engine's genres, moods, instruments and sounds, in the page's language. */
export interface Names {
  genre: (id: string) => string;
  mood: (id: string) => string;
  instrument: (id: string) => string;
  ambience: (id: string) => string;
  mode: (id: string) => string;
  /** "Db minor" as it is written and said here. */
  key: (name: string) => string;
}

const MODES = [
  "major",
  "minor",
  "dorian",
  "phrygian",
  "lydian",
  "mixolydian",
  "aeolian",
  "locrian",
] as const;
/** Instruments that the engine gives by itself, so that its vocabulary has no words for them. */
const UNNAMED = ["lofi_kit", "synthwave_kit", "soft_percussion", "transitions"] as const;

/** The engine's own words; until they are there, or where it has none, its ids as words. */
export function useNames(engine: string): Names {
  const { t } = useTranslation("shared");
  const { data } = useVocabulary(engine);
  const instrument = named(data?.instruments);
  return {
    genre: named(data?.genres),
    mood: named(data?.moods),
    instrument: (id) => {
      const unnamed = UNNAMED.find((one) => one === id);
      return unnamed ? t(`names.instruments.${unnamed}`) : instrument(id);
    },
    ambience: named(data?.ambience),
    mode: (id) => modeTold(id, t),
    key: (name) => keyTold(name, t),
  };
}

function modeTold(id: string, t: TFunction<"shared">): string {
  const known = MODES.find((one) => one === id);
  return known ? t(`names.modes.${known}`) : id;
}

/** "Db minor" as it is written and said in the page's language. */
export function keyTold(name: string, t: TFunction<"shared">): string {
  const [tonic = "", ...rest] = name.split(" ");
  return [pitchShown(tonic), modeTold(rest.join(" "), t)].join(" ").trim();
}

/** "Bb" as it is written in music. */
export function pitchShown(pitch: string): string {
  return pitch.replace(/^([A-H])#/, "$1♯").replace(/^([A-H])b/, "$1♭");
}

function named(words: readonly { id: string; label: string }[] | undefined) {
  const labels = new Map(words?.map(({ id, label }) => [id, label]));
  return (id: string) => labels.get(id) ?? id.replaceAll("_", " ");
}
