import { useTranslation } from "react-i18next";
import type { Model } from "../model/assets";

const KNOWN_MODELS = ["musescore-general", "sonivox", "drum-samples", "fluidr3-mono"] as const;
const KNOWN_NEEDS = ["sampled instruments", "drum samples"] as const;

/** Names and descriptions in the page's language where it knows them, else as the server says. */
export function useNames() {
  const { t } = useTranslation("models");
  return {
    title: (model: Model) => {
      const id = KNOWN_MODELS.find((one) => one === model.id);
      return id ? t(`titles.${id}`) : model.title;
    },
    summary: (model: Model) => {
      const id = KNOWN_MODELS.find((one) => one === model.id);
      return id ? t(`summaries.${id}`) : model.summary;
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
