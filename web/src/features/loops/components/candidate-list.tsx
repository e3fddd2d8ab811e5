import { useTranslation } from "react-i18next";
import { exactClock } from "@/components/waveform/geometry";
import { cn } from "@/lib/cn";
import type { Candidate } from "../model/order";

interface CandidateListProps {
  candidates: readonly Candidate[];
  /** From 1; null while the loop is set by hand. */
  picked: number | null;
  onPick: (pick: number) => void;
}

/** Where the recording comes back to itself, the best place first. */
export function CandidateList({ candidates, picked, onPick }: CandidateListProps) {
  const { t, i18n } = useTranslation("loops");
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });
  const length = new Intl.NumberFormat(i18n.language, {
    style: "unit",
    unit: "second",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return (
    <ol aria-label={t("candidates.title")} className="grid gap-1.5">
      {candidates.map((one, place) => {
        const chosen = picked === place + 1;
        return (
          <li key={`${one.start_frame} ${one.end_frame}`}>
            <button
              type="button"
              aria-pressed={chosen}
              onClick={() => onPick(place + 1)}
              className={cn(
                "grid w-full gap-1.5 rounded-xl border px-3 py-2 text-left text-sm transition-colors hover:bg-raised",
                chosen && "border-accent bg-accent-soft hover:bg-accent-soft",
              )}
            >
              <span className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
                <span className="tabular font-semibold">{place + 1}</span>
                <span className="min-w-0 grow font-medium">
                  {t(`kinds.${one.kind}` as "kinds.exact")}
                </span>
                <span className="tabular text-[0.8125rem] text-ink-soft">
                  {t("candidates.score", { score: percent.format(one.score) })}
                </span>
              </span>
              <span className="tabular text-[0.8125rem] text-ink-soft">
                {[
                  `${exactClock(one.start_seconds)} – ${exactClock(one.end_seconds)}`,
                  length.format(one.length_seconds),
                  one.bars > 0 && t("candidates.bars", { count: one.bars }),
                  one.tempo_bpm > 0 &&
                    t("candidates.tempo", { bpm: Math.round(one.tempo_bpm * 10) / 10 }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
