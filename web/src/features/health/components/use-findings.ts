import { useTranslation } from "react-i18next";
import { bytes } from "@/lib/format";
import { type Finding, partsOf, type System } from "../model/findings";

const NAMES = [
  "program",
  "codecs",
  "tags",
  "tracks folder",
  "sounds folder",
  "disk",
  "library",
  "leftovers",
  "kernels",
  "engine",
  "asset",
  "workers",
  "database",
  "queue",
  "storage",
] as const;
const GOOD = ["tags", "library", "engine", "workers"] as const;
const FIXES = [
  "install-sounds",
  "repair-sounds",
  "tidy-library",
  "clear-leftovers",
  "warm-up",
] as const;

/** Findings and fixes in the page's language where it knows them, else as the server says. */
export function useFindings(system: System | undefined) {
  const { t, i18n } = useTranslation("health");
  const known = (finding: Finding) => {
    const { kind } = partsOf(finding.name);
    return NAMES.find((one) => one === kind);
  };
  return {
    name: (finding: Finding) => {
      const name = known(finding);
      return name ? t(`names.${name}`, { which: partsOf(finding.name).which }) : finding.name;
    },
    /** What a good finding says. */
    good: (finding: Finding) => {
      const { kind } = partsOf(finding.name);
      if (kind === "kernels") return finding.fix ? t("good.unprepared") : t("good.prepared");
      if (kind === "workers" && !system?.queue.workers) return t("good.starting");
      if (kind === "disk" && system)
        return t("good.disk", { free: bytes(system.disk.free_bytes, i18n.language) });
      const name = GOOD.find((one) => one === kind);
      return name ? t(`good.${name}`) : finding.message;
    },
    /** What a bad finding means for people; null where only the server's words tell. */
    meaning: (finding: Finding) => {
      const name = known(finding);
      if (name === undefined) return null;
      if (name === "engine") return t(`engineBad.${finding.state}`);
      if (name === "library") return t(`libraryBad.${finding.state}`);
      return t(`bad.${name}`);
    },
    fix: ({ id, label }: { id: string; label: string }) => {
      const fix = FIXES.find((one) => one === id);
      return fix ? t(`fixes.${fix}`) : label;
    },
  };
}
