import { Link } from "@tanstack/react-router";
import { AudioLines, Check, Download, Gauge, Scale, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Badge, Card } from "@/components/ui/surface";
import type { Engine } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { useEngineWords } from "@/lib/words/use-engine-words";
import { useInstall } from "../api/use-install";
import { type Asset, remediedBy } from "../model/assets";
import { useNames } from "./use-names";

interface EngineCardProps {
  engine: Engine;
  assets: readonly Asset[];
  /** It has the whole line for itself. */
  wide?: boolean;
}

/** A maker of music: what it can do, and what it wants of this machine. */
export function EngineCard({ engine, assets, wide = false }: EngineCardProps) {
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
        <ul
          aria-label={t("engine.needs")}
          className={cn(
            "grid grid-cols-1 gap-x-8 gap-y-2.5 border-t pt-3",
            wide && "lg:grid-cols-2",
          )}
        >
          {engine.requirements.map((need) => (
            <Need key={need.name} need={need} assets={assets} />
          ))}
        </ul>
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

interface NeedProps {
  need: Engine["requirements"][number];
  assets: readonly Asset[];
}

function Need({ need, assets }: NeedProps) {
  const { t } = useTranslation("models");
  const names = useNames();
  const install = useInstall();
  const remedy = remediedBy(need.remedy);
  const asset = assets.find(({ model }) => model.id === remedy);
  return (
    <li className="flex items-start gap-2.5 text-sm">
      {need.satisfied ? (
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
      ) : (
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      )}
      <div className="min-w-0 grow">
        <p>
          <span className="font-medium">{names.need(need.name)}</span>{" "}
          <span className="text-ink-soft">
            {need.satisfied
              ? t("need.here")
              : need.required
                ? t("need.required")
                : t("need.optional")}
          </span>
        </p>
        <p className="text-[0.8125rem] text-ink-soft">
          {names.needed(need.name, need.explanation)}
        </p>
        {!need.satisfied && !asset && need.remedy && (
          <code lang="en" className="mt-1 block text-[0.8125rem] break-words">
            {need.remedy}
          </code>
        )}
      </div>
      {!need.satisfied && asset && asset.state !== "downloading" && (
        <Button
          size="small"
          busy={install.isPending}
          onClick={() => install.mutate({ ids: [asset.model.id] })}
          aria-label={t("actionsOf.install", { name: names.title(asset.model) })}
        >
          {!install.isPending && <Download aria-hidden />}
          {t("actions.install")}
        </Button>
      )}
    </li>
  );
}
