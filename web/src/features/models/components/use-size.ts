import { useTranslation } from "react-i18next";
import { bytes } from "@/lib/format";

interface Size {
  total_bytes: number;
  /** Whether that is exact; else it is about so much, and 0 means that nobody knows. */
  exact: boolean;
}

/** Tells sizes: exact ones, about so much, or that the source has to be asked. */
export function useSize(): (size: Size) => string {
  const { t, i18n } = useTranslation("models");
  return ({ total_bytes, exact }) => {
    if (!total_bytes && !exact) return t("size.unknown");
    const told = bytes(total_bytes, i18n.language);
    return exact ? told : t("size.about", { size: told });
  };
}
