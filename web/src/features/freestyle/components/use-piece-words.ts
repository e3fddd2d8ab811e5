import { useTranslation } from "react-i18next";
import { $api } from "@/lib/api/client";
import { clock } from "@/lib/format";
import type { Fact, Piece } from "../model/piece";

const PITCHES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"];
const MODES = ["major", "minor", "dorian", "phrygian", "lydian", "mixolydian", "aeolian"] as const;

/** The facts of a piece in the page's language, as far as the engine's vocabulary has them. */
export function usePieceWords(engine: string) {
  const { t, i18n } = useTranslation("freestyle");
  const language = i18n.language === "ru" ? "ru" : "en";
  const { data } = $api.useQuery(
    "get",
    "/api/v1/engines/{name}/vocabulary",
    { params: { path: { name: engine }, query: { language } } },
    { staleTime: Infinity },
  );
  const called = (list: readonly { id: string; label: string }[] | undefined, id: string) =>
    list?.find((one) => one.id === id)?.label ?? id.replaceAll("_", " ");
  const fact = (name: Fact, piece: Piece): string => {
    switch (name) {
      case "genre":
        return called(data?.genres, piece.genre);
      case "mood":
        return piece.moods.map((one) => called(data?.moods, one)).join(", ");
      case "key": {
        if (piece.tonic === null) return "";
        const mode = MODES.find((one) => one === piece.mode);
        return `${PITCHES[piece.tonic]} ${mode ? t(`modes.${mode}`) : piece.mode}`;
      }
      case "tempo":
        return piece.tempoBpm === null ? "" : t("tempo", { bpm: Math.round(piece.tempoBpm) });
      case "length":
        return clock(piece.seconds);
      case "band":
        return [...new Set(piece.instruments)]
          .filter((one) => one && one !== "transitions")
          .map((one) => called(data?.instruments, one))
          .join(", ");
      case "ambience":
        return piece.ambience.map((one) => called(data?.ambience, one)).join(", ");
    }
  };
  return { fact, examples: data?.examples ?? [] };
}
