import { useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { CreateValues } from "../model/form";

/** What is set in the closed part, in a line. */
export function OutputSummary() {
  const { t } = useTranslation("create");
  const [count, formats, master, stems, midi, locked] = useWatch<
    CreateValues,
    ["count", "formats", "master", "stems", "midi", "seedLocked"]
  >({ name: ["count", "formats", "master", "stems", "midi", "seedLocked"] });
  const parts = [
    t("summary.tracks", { count }),
    formats.length > 0 && formats.map((one) => one.toUpperCase()).join(", "),
    master && t(`master.names.${master}`),
    stems && t("stems.label"),
    midi && t("midi.label"),
    locked && t("summary.locked"),
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}
