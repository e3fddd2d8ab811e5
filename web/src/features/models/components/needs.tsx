import { Check, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Engine } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { type Asset, type Model, remediedBy } from "../model/assets";
import type { Bundle } from "../model/bundles";
import { DownloadButton } from "./download-button";
import { useNames } from "./use-names";
import { useSize } from "./use-size";

type Requirement = Engine["requirements"][number];

interface NeedsProps {
  requirements: readonly Requirement[];
  assets: readonly Asset[];
  bundles: readonly Bundle[];
  wide: boolean;
}

/** What an engine needs of this machine. What one remedy mends together has one button. */
export function Needs({ requirements, assets, bundles, wide }: NeedsProps) {
  const { t } = useTranslation("models");
  const lacking = requirements.filter(({ satisfied }) => !satisfied);
  const shared = [...new Set(lacking.map(({ remedy }) => remedy))].filter(
    (remedy) => lacking.filter((need) => need.remedy === remedy).length > 1,
  );
  return (
    <div className="grid gap-3 border-t pt-3">
      <ul
        aria-label={t("engine.needs")}
        className={cn("grid grid-cols-1 gap-x-8 gap-y-2.5", wide && "lg:grid-cols-2")}
      >
        {requirements.map((need) => (
          <li key={need.name} className="flex items-start gap-2.5 text-sm">
            <Need need={need} assets={assets} />
            {!need.satisfied && !shared.includes(need.remedy) && (
              <Mend remedy={need.remedy} assets={assets} bundles={bundles} />
            )}
          </li>
        ))}
      </ul>
      {shared.map((remedy) => (
        <div key={remedy} className="flex justify-end">
          <Mend remedy={remedy} assets={assets} bundles={bundles} />
        </div>
      ))}
    </div>
  );
}

function Need({ need, assets }: { need: Requirement; assets: readonly Asset[] }) {
  const { t } = useTranslation("models");
  const names = useNames();
  const size = useSize();
  const model = assets.find((asset) => asset.model.title === need.name)?.model;
  const told = model && `${names.summary(model)} ${size(model)}, ${model.licence}.`;
  return (
    <>
      {need.satisfied ? (
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
      ) : (
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      )}
      <div className="min-w-0 grow">
        <p>
          <span className="font-medium">{model ? names.title(model) : names.need(need.name)}</span>{" "}
          <span className="text-ink-soft">
            {need.satisfied
              ? t("need.here")
              : need.required
                ? t("need.required")
                : t("need.optional")}
          </span>
        </p>
        <p className="text-[0.8125rem] break-words text-ink-soft">
          {told ?? names.needed(need.name, need.explanation)}
        </p>
        {!need.satisfied && need.remedy && !remediedBy(need.remedy) && (
          <code lang="en" className="mt-1 block text-[0.8125rem] break-words">
            {need.remedy}
          </code>
        )}
      </div>
    </>
  );
}

interface MendProps {
  remedy: string;
  assets: readonly Asset[];
  bundles: readonly Bundle[];
}

/** The button for a remedy that is a download. */
function Mend({ remedy, assets, bundles }: MendProps) {
  const names = useNames();
  const found = remediedBy(remedy);
  const bundle = bundles.find((one) => one.bundle.id === found?.id);
  const asset = assets.find(({ model }) => model.id === found?.id);
  const named = bundle?.bundle ?? asset?.model;
  if (!found || !named || (bundle ?? asset)?.state === "downloading") return null;
  const models: Model[] = bundle
    ? bundle.parts.map(({ model }) => model)
    : asset
      ? [asset.model]
      : [];
  const begun = models.some(({ partial_bytes }) => partial_bytes > 0);
  return (
    <DownloadButton
      id={found.id}
      name={names.title(named)}
      models={models}
      act={found.force ? "reinstall" : begun ? "resume" : "install"}
      size="small"
    />
  );
}
