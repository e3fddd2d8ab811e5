import { useTranslation } from "react-i18next";

const STEMS = [
  "drums",
  "percussion",
  "bass",
  "chords",
  "keys",
  "pad",
  "lead",
  "counter",
  "arp",
  "drone",
  "transitions",
  "space",
  "ambience",
  "vocals",
  "other",
] as const;

/** What a stem is called in the page's language; one that nobody knows, by its label. */
export function useStemNames(): (label: string) => string {
  const { t } = useTranslation("track");
  return (label) => {
    const known = STEMS.find((one) => one === label);
    return known ? t(`stem.${known}`) : label;
  };
}
