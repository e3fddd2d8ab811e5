import { Info, MessageSquareText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/ui/states";
import { Badge, Card, Skeleton } from "@/components/ui/surface";
import type { Track } from "@/lib/api/client";
import { toProblem } from "@/lib/api/errors";
import { useNames } from "@/lib/words/use-names";
import type { PlanView } from "../../model/plan";
import { Arrangement } from "./arrangement";

interface OverviewProps {
  track: Track;
  plan: PlanView | null;
  loading: boolean;
  error: unknown;
}

/** How the piece is built, and what was made of its description. */
export function Overview({ track, plan, loading, error }: OverviewProps) {
  const { t } = useTranslation("track");
  if (loading) return <Skeleton className="h-72 w-full rounded-2xl" />;
  const failed = error !== null && toProblem(error).code !== "NOT_FOUND";
  return (
    <div className="grid gap-5">
      {failed && <Failure error={error} />}
      {plan && <Arrangement track={track} plan={plan} />}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card>
          <h2 className="mb-2 font-semibold">{t("overview.prompt")}</h2>
          <p className="break-words whitespace-pre-line">
            {track.prompt || <span className="text-ink-soft">{t("overview.noPrompt")}</span>}
          </p>
          {track.description && (
            <p className="mt-3 break-words whitespace-pre-line text-ink-soft">
              {track.description}
            </p>
          )}
          {plan && <Words plan={plan} />}
        </Card>
        {plan ? (
          <Character plan={plan} engine={track.engine} />
        ) : (
          <Card>
            <h2 className="mb-2 font-semibold">{t("overview.noPlan")}</h2>
            <p className="text-ink-soft">{t("overview.noPlanText")}</p>
          </Card>
        )}
      </div>
    </div>
  );
}

/** Which words were understood as what, and which were left aside. */
function Words({ plan }: { plan: PlanView }) {
  const { t, i18n } = useTranslation("track");
  const told = i18n.language === "en"; // meanings come in English; their words say enough elsewhere
  return (
    <div className="mt-4 grid gap-3">
      {plan.understood.length > 0 && (
        <ul aria-label={t("overview.understood")} className="flex flex-wrap gap-1.5">
          {plan.understood.map(({ text, meaning }) => (
            <li key={text + meaning}>
              <Badge tone="accent" className="max-w-full whitespace-normal">
                <span>{text}</span>
                {told && (
                  <>
                    <span aria-hidden>→</span>
                    <span>{meaning}</span>
                  </>
                )}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {plan.ignored.length > 0 && (
        <p className="text-sm text-ink-soft">
          {t("overview.ignored", { words: plan.ignored.join(", ") })}
        </p>
      )}
      {plan.notices.map((notice) => (
        <p key={notice} className="flex gap-2 text-sm">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
          {notice}
        </p>
      ))}
    </div>
  );
}

/** The piece in a few numbers. */
function Character({ plan, engine }: { plan: PlanView; engine: string }) {
  const { t, i18n } = useTranslation("track");
  const names = useNames(engine);
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });
  const bars = plan.sections.reduce((sum, section) => sum + section.bars, 0);
  const amounts = (["energy", "density", "brightness"] as const).map((name) => ({
    name: t(`remake.${name}`),
    value: plan[name],
  }));
  const facts = [
    [t("overview.meter"), `${plan.beatsPerBar}/4`],
    [t("overview.bars"), String(bars)],
    [t("overview.swing"), plan.swing > 0.51 ? percent.format(plan.swing) : t("overview.straight")],
    [t("overview.ambience"), plan.ambience.map(names.ambience).join(", ")],
  ].filter(([, value]) => value);
  return (
    <Card>
      <h2 className="mb-3 flex items-center gap-2 font-semibold">
        <MessageSquareText aria-hidden className="size-4 text-ink-soft" />
        {t("overview.character")}
      </h2>
      <dl className="grid gap-3 text-sm">
        {amounts.map(({ name, value }) => (
          <div key={name} className="grid grid-cols-[8rem_1fr_3rem] items-center gap-3">
            <dt className="text-ink-soft">{name}</dt>
            <dd aria-hidden className="h-1.5 overflow-hidden rounded-full bg-line">
              <div className="h-full rounded-full bg-accent" style={{ width: `${value * 100}%` }} />
            </dd>
            <dd className="tabular text-right">{percent.format(value)}</dd>
          </div>
        ))}
        {facts.map(([name, value]) => (
          <div key={name} className="grid grid-cols-[8rem_1fr] gap-3">
            <dt className="text-ink-soft">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
