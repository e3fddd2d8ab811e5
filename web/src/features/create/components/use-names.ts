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

/** What a word was taken for, in the page's language. */
export interface ToldMeaning {
  name: string;
  kind: string;
  /** Something that was set by hand counts instead. */
  overruled?: boolean;
}

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
  /** What something was taken for, and of what kind that is where the name alone doesn't say. */
  const meaning = (of: Meaning): ToldMeaning => {
    switch (of.kind) {
      case "genre":
        return { name: genre(of.id), kind: t("kinds.genre") };
      case "mood":
        return { name: mood(of.id), kind: t("kinds.mood") };
      case "ambience":
        return { name: ambience(of.id), kind: t("kinds.ambience") };
      case "instrument":
        return { name: instrument(of.id), kind: "" };
      case "tempo":
        return { name: t("meanings.tempo", { bpm: of.bpm }), kind: "" };
      case "key":
        return { name: key(of.key), kind: t("kinds.key") };
      case "length":
        return { name: span(of.seconds, i18n.language), kind: t("kinds.length") };
      case "overruled":
        return { ...meaning(of.what), overruled: true };
      case "no":
        return { name: t("meanings.no", { what: meaning(of.what).name }), kind: "" };
      default:
        return { name: of.text, kind: "" };
    }
  };
  return { genre, mood, ambience, instrument, role, part, key, meaning };
}
