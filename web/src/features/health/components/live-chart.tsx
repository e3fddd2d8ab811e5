import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/surface";
import { bytes } from "@/lib/format";
import { useSamples } from "../api/use-system";
import { pointsOf, type Sample, thinned } from "../model/samples";
import { ScrollTable } from "./scroll-table";

const ROWS = 12;

/** Memory and queue over the last minutes, as lines and as a table. */
export function LiveChart() {
  const { t, i18n } = useTranslation("health");
  const samples = useSamples((state) => state.samples);
  const memory = samples.flatMap(({ at, memoryBytes }) =>
    memoryBytes === null ? [] : [{ at, value: memoryBytes }],
  );
  const jobs = samples.map(({ at, running, queued }) => ({ at, value: running + queued }));
  const size = (value: number) => bytes(value, i18n.language);
  return (
    <section aria-labelledby="live">
      <h2 id="live" className="text-lg font-semibold">
        {t("live.title")}
      </h2>
      <p className="mb-3 text-sm text-ink-soft">{t("live.about")}</p>
      <Card className="grid grid-cols-1 gap-5">
        <div className="grid grid-cols-1 gap-6 sm:grid-cols-2">
          <Line name={t("live.memory")} values={memory} told={size} least={100e6} />
          <Line name={t("live.jobs")} values={jobs} told={String} least={4} />
        </div>
        <details className="group">
          <summary className="inline-flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded text-[0.8125rem] text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden
              className="size-4 shrink-0 transition-transform group-open:rotate-90"
            />
            {t("live.asTable")}
          </summary>
          <SampleTable samples={thinned(samples, ROWS)} />
        </details>
      </Card>
    </section>
  );
}

interface LineProps {
  name: string;
  values: readonly { at: number; value: number }[];
  told: (value: number) => string;
  /** The scale is never finer than this. */
  least: number;
}

function Line({ name, values, told, least }: LineProps) {
  const { t } = useTranslation("health");
  const now = values.at(-1)?.value;
  const most = Math.max(...values.map(({ value }) => value), 0);
  const highest = Math.max(most * 1.15, least);
  const points = pointsOf(values, highest);
  const first = points.split(" ")[0]?.split(",")[0];
  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline justify-between gap-3 text-sm">
        <span className="text-ink-soft">{name}</span>
        <span className="tabular font-medium">{now === undefined ? t("unknown") : told(now)}</span>
      </figcaption>
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={t("live.line", { name, most: told(most) })}
        className="mt-2 h-24 w-full overflow-visible rounded-md bg-sunken"
      >
        {values.length > 1 && (
          <>
            <polygon points={`${first},100 ${points} 100,100`} className="fill-accent/15" />
            <polyline
              points={points}
              vectorEffect="non-scaling-stroke"
              strokeWidth={2}
              strokeLinejoin="round"
              className="fill-none stroke-accent"
            />
          </>
        )}
      </svg>
      <p aria-hidden className="mt-1 flex justify-between text-xs text-ink-soft">
        <span>{t("live.ago")}</span>
        <span>{t("live.now")}</span>
      </p>
    </figure>
  );
}

function SampleTable({ samples }: { samples: readonly Sample[] }) {
  const { t, i18n } = useTranslation("health");
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: "medium" });
  return (
    <ScrollTable
      label={t("live.table")}
      heads={[t("live.time"), t("live.memory"), t("live.running"), t("live.queued")]}
      rows={samples.map((sample) => ({
        key: String(sample.at),
        cells: [
          time.format(sample.at),
          sample.memoryBytes === null ? t("unknown") : bytes(sample.memoryBytes, i18n.language),
          sample.running,
          sample.queued,
        ],
      }))}
    />
  );
}
