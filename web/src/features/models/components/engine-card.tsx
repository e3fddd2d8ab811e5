import { Link } from "@tanstack/react-router";
import { AudioLines, Check, Gauge, Scale, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Badge, Card } from "@/components/ui/surface";
import type { Engine } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { useEngineWords } from "@/lib/words/use-engine-words";
import type { Asset } from "../model/assets";
import type { Bundle } from "../model/bundles";
import { Needs } from "./needs";

interface EngineCardProps {
  engine: Engine;
  assets: readonly Asset[];
  bundles: readonly Bundle[];
  /** It has the whole line for itself. */
  wide?: boolean;
}

/** A maker of music: what it can do, and what it wants of this machine. */
export function EngineCard({ engine, assets, bundles, wide = false }: EngineCardProps) {
  const { t, i18n } = useTranslation("models");
  const words = useEngineWords();
  const description = words.description(engine);
  const licence = words.licence(engine);
  const can = (
    ["lyrics", "reference_audio", "plan", "stems", "midi", "loop_ready"] as const
  ).filter((one) => engine.capabilities[one]);
  const factor = engine.speed?.realtime_factor;
  return (
    <Card
      aria-labelledby={`engine-${engine.name}`}
      className={cn("flex flex-col gap-3", wide && "lg:col-span-2")}
    >
      <div className="flex items-start justify-between gap-4 max-sm:flex-wrap">
        <div className="min-w-0 max-sm:w-full">
          <h3
            id={`engine-${engine.name}`}
            className="flex flex-wrap items-center gap-2 font-semibold"
          >
            {engine.title}
            <Badge tone={engine.ready ? "good" : "warn"}>
              {engine.ready ? <Check aria-hidden /> : <TriangleAlert aria-hidden />}
              {engine.ready ? t("engine.ready") : t("engine.notReady")}
            </Badge>
          </h3>
          <p lang={description.lang} className="mt-1.5 text-sm text-ink-soft">
            {description.text}
          </p>
        </div>
        {engine.ready && (
          <Button asChild size="small">
            <Link
              to="/create/$engine"
              params={{ engine: engine.name }}
              aria-label={t("engine.createWith", { name: engine.title })}
            >
              <AudioLines aria-hidden />
              {t("engine.create")}
            </Link>
          </Button>
        )}
      </div>
      {can.length > 0 && (
        <ul aria-label={t("engine.can")} className="flex flex-wrap gap-1.5">
          {can.map((one) => (
            <li key={one}>
              <Badge>{t(`engine.abilities.${one}`)}</Badge>
            </li>
          ))}
        </ul>
      )}
      {engine.requirements.length > 0 && (
        <Needs requirements={engine.requirements} assets={assets} bundles={bundles} wide={wide} />
      )}
      <p className="flex flex-wrap gap-x-5 gap-y-1 border-t pt-3 text-[0.8125rem] text-ink-soft [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
        <span className="flex gap-2">
          <Gauge aria-hidden />
          {factor === undefined
            ? t("engine.unmeasured")
            : t("engine.factor", {
                factor: new Intl.NumberFormat(i18n.language, {
                  maximumSignificantDigits: 2,
                }).format(factor),
              })}
        </span>
        <span className="flex gap-2">
          <Scale aria-hidden />
          <span lang={licence.lang}>{licence.text}</span>
        </span>
      </p>
    </Card>
  );
}
