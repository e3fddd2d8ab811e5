import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/surface";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import { seekIn, useHeard } from "../../api/use-seek";
import { useNames } from "@/lib/words/use-names";
import type { PlanView } from "../../model/plan";
import { useSectionNames } from "../use-section-names";

interface ArrangementProps {
  track: Track;
  plan: PlanView;
}

const NARROWEST_REM = 4.5;

/** The form as blocks as high as their energy, and below who plays where. */
export function Arrangement({ track, plan }: ArrangementProps) {
  const { t } = useTranslation("track");
  const names = useNames(track.engine);
  const sectionName = useSectionNames();
  const { mine, seconds } = useHeard(track);
  const current = mine ? plan.sections.findLast((one) => one.startSeconds <= seconds)?.id : null;
  const shortest = Math.min(...plan.sections.map(({ bars }) => bars));
  const columns = plan.sections
    .map(({ bars }) => `minmax(${NARROWEST_REM}rem, ${bars / shortest}fr)`)
    .join(" ");
  return (
    <Card className="px-0 sm:px-0">
      <h2 className="mb-3 px-4 font-semibold sm:px-5">{t("overview.form")}</h2>
      <div className="overflow-x-auto px-4 pb-1 sm:px-5">
        <div
          className="grid min-w-max gap-x-1 gap-y-1"
          style={{ gridTemplateColumns: `8.5rem ${columns}` }}
        >
          <span aria-hidden className="self-end pb-1.5 text-xs text-ink-soft">
            {t("overview.energyAxis")}
          </span>
          {plan.sections.map((section) => (
            <button
              key={section.id}
              type="button"
              aria-current={section.id === current ? "true" : undefined}
              aria-label={t("overview.section", {
                name: sectionName(section.name),
                count: section.bars,
                energy: Math.round(section.energy * 100),
                at: clock(section.startSeconds),
              })}
              onClick={() => seekIn(track, section.startSeconds)}
              className={cn(
                "relative h-20 overflow-hidden rounded-lg bg-sunken text-left hover:bg-raised",
                section.id === current && "ring-2 ring-accent ring-inset",
              )}
            >
              <span
                aria-hidden
                className="absolute inset-x-0 bottom-0 border-t-2 border-accent bg-accent-soft"
                style={{ height: `${section.energy * 100}%` }}
              />
              <span className="relative flex h-full flex-col px-2 py-1.5">
                <span className="truncate text-sm leading-tight font-semibold">
                  {sectionName(section.name)}
                </span>
                <span className="tabular truncate text-xs leading-tight">
                  {t("overview.barCount", { count: section.bars })}
                </span>
              </span>
            </button>
          ))}
          {plan.layers.map((layer) => (
            <Player key={layer.name} plan={plan} layer={layer} current={current}>
              <span className="truncate">{names.instrument(layer.instrument)}</span>
              <span className="sr-only">
                {t("overview.playsIn", {
                  sections: plan.sections
                    .filter((section) => section.layers.includes(layer.name))
                    .map((section) => `${section.id}. ${sectionName(section.name)}`)
                    .join(", "),
                })}
              </span>
              {layer.locked && (
                <Lock role="img" aria-label={t("overview.held")} className="size-3 shrink-0" />
              )}
            </Player>
          ))}
          {plan.sections.some(({ chords }) => chords) && (
            <>
              <span className="text-sm text-ink-soft">{t("overview.chords")}</span>
              {plan.sections.map(({ id, chords }) => (
                <span key={id} className="truncate text-xs" title={chords}>
                  {chords}
                </span>
              ))}
            </>
          )}
        </div>
      </div>
    </Card>
  );
}

interface PlayerProps {
  plan: PlanView;
  layer: PlanView["layers"][number];
  current: string | null | undefined;
  children: React.ReactNode;
}

/** One player's line: in which sections it is heard. */
function Player({ plan, layer, current, children }: PlayerProps) {
  return (
    <>
      <span
        title={[layer.name, layer.manner.replaceAll("_", " ")].filter(Boolean).join(" · ")}
        className="sticky left-0 z-10 flex min-w-0 items-center gap-1 bg-surface pr-2 text-sm"
      >
        {children}
      </span>
      {plan.sections.map((section) => {
        const plays = section.layers.includes(layer.name);
        return (
          <span
            key={section.id}
            aria-hidden
            className={cn(
              "h-6 rounded-md",
              !plays && "bg-sunken",
              plays && (section.id === current ? "bg-accent" : "bg-accent/45"),
            )}
          />
        );
      })}
    </>
  );
}
