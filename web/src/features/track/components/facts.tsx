import { useTranslation } from "react-i18next";
import type { Track } from "@/lib/api/client";
import { clock } from "@/lib/format";
import { useNames } from "@/lib/words/use-names";

/** What was decided and measured of a track, at one glance. */
export function Facts({ track }: { track: Track }) {
  const { t, i18n } = useTranslation("track");
  const names = useNames(track.engine);
  const one = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const exact = new Intl.NumberFormat(i18n.language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const moods = track.mood.split(/\s*,\s*/).filter(Boolean);
  const facts: [string, string, string?][] = [
    [t("facts.genre"), names.genre(track.genre)],
    [t("facts.mood"), moods.map(names.mood).join(", ")],
    [t("facts.tempo"), track.tempo_bpm ? t("bpm", { value: one.format(track.tempo_bpm) }) : ""],
    [t("facts.key"), names.key(track.key)],
    [t("facts.length"), clock(track.duration_seconds)],
    [
      t("facts.loudness"),
      track.loudness_lufs === null ? "" : t("lufs", { value: exact.format(track.loudness_lufs) }),
      t("facts.loudnessHint"),
    ],
    [
      t("facts.truePeak"),
      track.true_peak_dbtp === null ? "" : t("dbtp", { value: exact.format(track.true_peak_dbtp) }),
      t("facts.truePeakHint"),
    ],
  ];
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-2xl border bg-surface sm:grid-cols-4 lg:grid-cols-7">
      {facts.map(([name, value, hint]) => (
        <div key={name} title={hint} className="-mr-px -mb-px min-w-0 border-r border-b px-4 py-3">
          <dt className="truncate text-xs text-ink-soft">{name}</dt>
          <dd className="tabular mt-0.5 text-sm font-medium break-words">
            {value || <span className="text-ink-soft">–</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
