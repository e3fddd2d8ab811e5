import { useTranslation } from "react-i18next";
import { $api } from "@/lib/api/client";

/** Names of the composer's genres, moods, instruments and sounds in the language of the page. */
export interface Names {
  genre: (id: string) => string;
  mood: (id: string) => string;
  instrument: (id: string) => string;
  ambience: (id: string) => string;
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

const plain = (id: string) => id.replaceAll("_", " ");

/** The engine's own words; until they are there, or where it has none, its ids as words. */
export function useNames(engine: string): Names {
  const { t, i18n } = useTranslation("track");
  const language = i18n.language === "ru" ? "ru" : "en";
  const { data } = $api.useQuery(
    "get",
    "/api/v1/engines/{name}/vocabulary",
    { params: { path: { name: engine }, query: { language } } },
    { enabled: engine !== "", staleTime: Infinity },
  );
  const labelled = (words: readonly { id: string; label: string }[] | undefined) => {
    const labels = new Map(words?.map(({ id, label }) => [id, label]));
    return (id: string) => labels.get(id) ?? plain(id);
  };
  const instrument = labelled(data?.instruments);
  return {
    genre: labelled(data?.genres),
    mood: labelled(data?.moods),
    instrument: (id) => {
      const unnamed = UNNAMED.find((one) => one === id);
      return unnamed ? t(`instrument.${unnamed}`) : instrument(id);
    },
    ambience: labelled(data?.ambience),
    key: (name) => {
      const [tonic = "", ...rest] = name.split(" ");
      const mode = MODES.find((one) => one === rest.join(" "));
      const written = tonic.replace(/^([A-H])#/, "$1♯").replace(/^([A-H])b/, "$1♭");
      return mode ? `${written} ${t(`mode.${mode}`)}` : [written, ...rest].join(" ");
    },
  };
}
