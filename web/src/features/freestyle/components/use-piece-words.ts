import { useTranslation } from "react-i18next";
import { clock } from "@/lib/format";
import { useNames } from "@/lib/words/use-names";
import type { Fact, Piece } from "../model/piece";

const PITCHES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"];

/** The facts of a piece in the page's language, as far as the engine's vocabulary has them. */
export function usePieceWords(engine: string) {
  const { t } = useTranslation("freestyle");
  const names = useNames(engine);
  const fact = (name: Fact, piece: Piece): string => {
    switch (name) {
      case "genre":
        return names.genre(piece.genre);
      case "mood":
        return piece.moods.map(names.mood).join(", ");
      case "key":
        return piece.tonic === null ? "" : names.key(`${PITCHES[piece.tonic]} ${piece.mode}`);
      case "tempo":
        return piece.tempoBpm === null ? "" : t("tempo", { bpm: Math.round(piece.tempoBpm) });
      case "length":
        return clock(piece.seconds);
      case "band":
        return [...new Set(piece.instruments)]
          .filter((one) => one && one !== "transitions")
          .map(names.instrument)
          .join(", ");
      case "ambience":
        return piece.ambience.map(names.ambience).join(", ");
    }
  };
  return { fact };
}
