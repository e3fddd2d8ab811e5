import { useCallback } from "react";
import { useTranslation } from "react-i18next";

const KNOWN = [
  "intro",
  "verse",
  "chorus",
  "bridge",
  "build",
  "drop",
  "break",
  "solo",
  "outro",
  "pre_chorus",
  "interlude",
  "coda",
] as const;

/** Names of a form's parts in the language of the page; letters and the composer's own stay. */
export function useSectionNames(): (name: string) => string {
  const { t } = useTranslation("track");
  return useCallback(
    (name: string) => {
      const known = KNOWN.find((one) => one === name.toLowerCase().replaceAll(/[- ]/g, "_"));
      return known ? t(`section.${known}`) : name;
    },
    [t],
  );
}
