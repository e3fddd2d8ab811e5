import { Dices, Loader2, LockKeyhole } from "lucide-react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Failure } from "@/components/ui/states";
import { Card, Skeleton } from "@/components/ui/surface";
import { worthAnotherTry } from "@/lib/api/errors";
import { cn } from "@/lib/cn";
import { clock } from "@/lib/format";
import { useCreating, useHeldPlan } from "../context";
import type { CreateValues } from "../model/form";
import { PlanBand } from "./plan-band";
import { PlanFacts } from "./plan-facts";
import { PlanForm } from "./plan-form";
import { PlanSliders } from "./plan-sliders";
import { dice } from "./seed-field";
import { Understood } from "./understood";
import { useNames } from "./use-names";

/** What would be played: understood from the words, open to every change. */
export function PlanPanel() {
  const { t } = useTranslation("create");
  const { outline, plan, thinking, refusal, retry } = useCreating();
  const form = useFormContext<CreateValues>();
  const wordless = !useWatch({ control: form.control, name: "prompt" }).trim();
  // Without words there is no language to call it something in.
  const title = (!wordless && outline?.title) || t("plan.untitled");
  return (
    <Card aria-labelledby="plan-title" aria-busy={thinking} className="flex flex-col gap-4">
      <header className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <h2 id="plan-title" className="text-xs font-medium text-ink-soft">
            {t("plan.title")}
          </h2>
          {outline ? (
            <p className="mt-0.5 line-clamp-2 text-lg leading-7 font-semibold">{title}</p>
          ) : (
            !refusal && <Skeleton className="mt-1 h-6 w-48" />
          )}
        </div>
        <span className="flex h-8 items-center gap-2 text-sm text-ink-soft tabular">
          <Loader2
            aria-hidden
            className={cn(
              "size-4 opacity-0 transition-opacity",
              thinking && "animate-spin opacity-100",
            )}
          />
          {outline && clock(outline.duration_seconds)}
        </span>
        <IconButton label={t("plan.dice")} size="smallIcon" onClick={() => dice(form)}>
          <Dices aria-hidden />
        </IconButton>
      </header>
      {refusal ? (
        <Failure error={refusal} onRetry={worthAnotherTry(refusal) ? retry : undefined} />
      ) : null}
      <HeldNotice />
      <Understood />
      {plan ? (
        <>
          <PlanFacts plan={plan} />
          <PlanForm plan={plan} />
          <PlanBand plan={plan} />
          <Ambience kinds={plan.ambience.map((one) => one.kind)} />
          <PlanSliders plan={plan} />
        </>
      ) : outline ? (
        <Facts />
      ) : (
        !refusal && <PanelSkeleton />
      )}
    </Card>
  );
}

/** The plan was handed in: words don't change it. */
function HeldNotice() {
  const { t } = useTranslation("create");
  const held = useHeldPlan();
  if (!held.yours) return null;
  return (
    <div className="flex items-start gap-3 rounded-xl bg-info-soft p-3 text-[0.8125rem]">
      <LockKeyhole aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
      <p className="min-w-0 grow">{t("plan.held")}</p>
      <Button size="small" onClick={held.reset}>
        {t("plan.release")}
      </Button>
    </div>
  );
}

function Ambience({ kinds }: { kinds: readonly string[] }) {
  const { t } = useTranslation("create");
  const names = useNames();
  if (!kinds.length) return null;
  return (
    <p className="text-[0.8125rem]">
      <span className="text-ink-soft">{t("plan.ambience")} </span>
      {kinds.map(names.ambience).join(", ")}
    </p>
  );
}

/** Of engines whose plans are not known here: what they tell of them. */
function Facts() {
  const { t } = useTranslation("create");
  const { outline } = useCreating();
  if (!outline?.summary.length) {
    return <p className="text-sm text-ink-soft">{t("plan.none")}</p>;
  }
  return (
    <dl className="grid gap-2 text-sm">
      {outline.summary.map((fact) => (
        <div key={fact.name} className="grid grid-cols-[8rem_1fr] gap-3">
          <dt className="text-ink-soft">{fact.name}</dt>
          <dd className="min-w-0 break-words">{fact.text}</dd>
        </div>
      ))}
    </dl>
  );
}

function PanelSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3">
        <Skeleton className="h-17" />
        <Skeleton className="h-17" />
        <Skeleton className="h-17" />
        <Skeleton className="h-17" />
      </div>
      <Skeleton className="h-28" />
      <Skeleton className="h-24" />
    </div>
  );
}
