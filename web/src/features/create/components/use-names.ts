import { useTranslation } from "react-i18next";
import { span } from "@/lib/format";
import { spoken } from "@/components/schema-form/read";
import { useCreating } from "../context";
import type { Meaning } from "../model/meanings";
import { MODES, pitchShown } from "../model/plan";

export const ROLES = [
  "drums",
  "percussion",
  "bass",
  "chords",
  "pad",
  "lead",
  "counter",
  "arp",
  "drone",
  "transitions",
] as const;
const PARTS = [
  "intro",
  "verse",
  "chorus",
  "pre-chorus",
  "build",
  "drop",
  "break",
  "bridge",
  "outro",
  "solo",
] as const;

const lower = (text: string) => spoken(text).toLowerCase();

/** The names of things, in the page's language where they have one. */
export function useNames() {
  const { t, i18n } = useTranslation("create");
  const { vocabulary } = useCreating();
  const find = (list: readonly { id: string; label: string }[] | undefined, id: string) =>
    list?.find((one) => one.id === id)?.label;
  const genre = (id: string) => find(vocabulary?.genres, id) ?? lower(id);
  const mood = (id: string) => find(vocabulary?.moods, id) ?? lower(id);
  const ambience = (id: string) => find(vocabulary?.ambience, id) ?? lower(id);
  const known: Record<string, string> = {
    lofi_kit: t("instruments.lofi_kit"),
    synthwave_kit: t("instruments.synthwave_kit"),
    soft_percussion: t("instruments.soft_percussion"),
    transitions: t("instruments.transitions"),
  };
  const instrument = (id: string) => known[id] ?? find(vocabulary?.instruments, id) ?? lower(id);
  const role = (id: string) => {
    const one = ROLES.find((name) => name === id);
    return one ? t(`roles.${one}`) : lower(id);
  };
  const part = (name: string) => {
    const one = PARTS.find((known) => known === name.toLowerCase());
    return one ? t(`parts.${one}`) : name;
  };
  const key = (text: string) => {
    const [pitch = "", mode = ""] = text.split(" ");
    const one = MODES.find((name) => name === mode);
    return `${pitchShown(pitch)} ${one ? t(`modes.${one}`) : mode}`.trim();
  };
  const meaning = (of: Meaning): string => {
    switch (of.kind) {
      case "genre":
        return t("meanings.genre", { name: genre(of.id) });
      case "mood":
        return t("meanings.mood", { name: mood(of.id) });
      case "ambience":
        return t("meanings.ambience", { name: ambience(of.id) });
      case "instrument":
        return instrument(of.id);
      case "tempo":
        return t("meanings.tempo", { bpm: of.bpm });
      case "key":
        return t("meanings.key", { key: key(of.key) });
      case "length":
        return t("meanings.length", { time: span(of.seconds, i18n.language) });
      case "no":
        return t("meanings.no", { what: meaning(of.what) });
      default:
        return of.text;
    }
  };
  return { genre, mood, ambience, instrument, role, part, key, meaning };
}
