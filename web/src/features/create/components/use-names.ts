import { useTranslation } from "react-i18next";
import { spoken } from "@/components/schema-form/read";
import { span } from "@/lib/format";
import { useNames as useEngineNames } from "@/lib/words/use-names";
import { useCreating } from "../context";
import type { Meaning } from "../model/meanings";

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
  const { engine } = useCreating();
  const names = useEngineNames(engine.name);
  const role = (id: string) => {
    const one = ROLES.find((name) => name === id);
    return one ? t(`roles.${one}`) : lower(id);
  };
  const part = (name: string) => {
    const one = PARTS.find((known) => known === name.toLowerCase());
    return one ? t(`parts.${one}`) : name;
  };
  /** What something was taken for, and of what kind that is where the name alone doesn't say. */
  const meaning = (of: Meaning): ToldMeaning => {
    switch (of.kind) {
      case "genre":
        return { name: names.genre(of.id), kind: t("kinds.genre") };
      case "mood":
        return { name: names.mood(of.id), kind: t("kinds.mood") };
      case "ambience":
        return { name: names.ambience(of.id), kind: t("kinds.ambience") };
      case "instrument":
        return { name: names.instrument(of.id), kind: "" };
      case "tempo":
        return { name: t("meanings.tempo", { bpm: of.bpm }), kind: "" };
      case "key":
        return { name: names.key(of.key), kind: t("kinds.key") };
      case "length":
        return { name: span(of.seconds, i18n.language), kind: t("kinds.length") };
      case "colour":
        return { name: names.genre(of.id), kind: t("kinds.colour") };
      case "feel":
        return { name: t(`feels.${of.feel}`), kind: t("kinds.feel") };
      case "mode":
        return { name: names.mode(of.mode), kind: "" };
      case "beats":
        return { name: t("meanings.beats", { count: of.beats }), kind: "" };
      case "hint":
        return { name: t(`hints.${of.hint}`), kind: "" };
      case "said":
        return { name: t(`meanings.${of.said}`), kind: "" };
      case "list":
        return { name: of.of.map((one) => meaning(one).name).join(", "), kind: "" };
      case "nearest": {
        const { name, kind } = meaning(of.what);
        return { name: t("meanings.nearest", { what: name }), kind };
      }
      case "overruled":
        return { ...meaning(of.what), overruled: true };
      case "no":
        return { name: t("meanings.no", { what: meaning(of.what).name }), kind: "" };
      default:
        return { name: of.text, kind: "" };
    }
  };
  return { ...names, role, part, meaning };
}
