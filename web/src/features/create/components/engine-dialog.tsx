import { Link } from "@tanstack/react-router";
import { Check, Gauge, Scale } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Badge } from "@/components/ui/surface";
import type { Engine } from "@/lib/api/client";
import { useEngineWords } from "@/lib/words/use-engine-words";

interface EngineDialogProps {
  engine: Engine;
  engines: readonly Engine[];
  onClose: () => void;
}

/** All engines, what they can and what they need. */
export default function EngineDialog({ engine, engines, onClose }: EngineDialogProps) {
  const { t } = useTranslation("create");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("engine.title", { count: engines.length })}
      description={t("engine.about")}
    >
      <ul className="flex flex-col gap-3">
        {engines.map((one) => (
          <li key={one.name}>
            <EngineCard engine={one} current={one.name === engine.name} onChoose={onClose} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

interface EngineCardProps {
  engine: Engine;
  current: boolean;
  onChoose: () => void;
}

function EngineCard({ engine, current, onChoose }: EngineCardProps) {
  const { t, i18n } = useTranslation("create");
  const words = useEngineWords();
  const description = words.description(engine);
  const licence = words.licence(engine);
  const missing = engine.requirements.filter((one) => !one.satisfied);
  const can = (["lyrics", "reference_audio", "plan", "stems", "midi"] as const).filter(
    (one) => engine.capabilities[one],
  );
  const factor = engine.speed?.realtime_factor;
  return (
    <article
      aria-current={current || undefined}
      className="rounded-xl border p-4 aria-[current=true]:border-accent"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="grow font-semibold">{engine.title}</h3>
        <Badge tone={engine.ready ? "good" : "warn"}>
          {engine.ready ? t("engine.ready") : t("engine.notReady")}
        </Badge>
      </div>
      <p lang={description.lang} className="mt-1 text-sm text-ink-soft">
        {description.text}
      </p>
      <div className="mt-2 flex flex-wrap gap-1.5">
        {can.map((one) => (
          <Badge key={one}>{t(`engine.can.${one}`)}</Badge>
        ))}
      </div>
      <dl className="mt-3 grid gap-1.5 text-[0.8125rem]">
        <div className="flex gap-2">
          <dt className="sr-only">{t("engine.speed")}</dt>
          <Gauge aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-soft" />
          <dd>
            {factor === undefined
              ? t("engine.unmeasured")
              : t("engine.factor", {
                  factor: new Intl.NumberFormat(i18n.language, {
                    maximumSignificantDigits: 2,
                  }).format(factor),
                  count: engine.speed?.runs ?? 0,
                })}
          </dd>
        </div>
        <div className="flex gap-2">
          <dt className="sr-only">{t("engine.licence")}</dt>
          <Scale aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-soft" />
          <dd lang={licence.lang} className="min-w-0 break-words">
            {licence.text}
          </dd>
        </div>
      </dl>
      {missing.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1.5 border-t pt-3 text-[0.8125rem]">
          {missing.map((one) => (
            <li key={one.name} className={one.required ? undefined : "text-ink-soft"}>
              <strong className="font-medium">{one.name}</strong>: {one.explanation}
            </li>
          ))}
        </ul>
      )}
      {(missing.length > 0 || !current) && (
        <div className="mt-3 flex flex-wrap gap-2">
          {!current && (
            <Button asChild size="small" look={engine.ready ? "primary" : "plain"}>
              <Link to="/create/$engine" params={{ engine: engine.name }} onClick={onChoose}>
                <Check aria-hidden />
                {t("engine.use")}
              </Link>
            </Button>
          )}
          {missing.length > 0 && (
            <Button asChild size="small" look={engine.ready ? "plain" : "primary"}>
              <Link to="/models">{t("engine.install")}</Link>
            </Button>
          )}
        </div>
      )}
    </article>
  );
}
