import { useTranslation } from "react-i18next";
import { Failure } from "@/components/ui/states";
import { Badge, Card } from "@/components/ui/surface";
import { type Asset, fetchedBytes, shareOf } from "../model/assets";
import { DownloadProgress } from "./download-progress";
import { Facts } from "./facts";
import { MainAction } from "./main-action";
import { StateBadge } from "./state-badge";
import { Trouble } from "./trouble";
import { useAssetActions } from "./use-asset-actions";
import { useNames } from "./use-names";

/** Sounds or weights: what they are, what is here of them, and what can be done. */
export function AssetCard({ asset }: { asset: Asset }) {
  const { t } = useTranslation("models");
  const names = useNames();
  const { model, job, state } = asset;
  const { id, licence } = model;
  const name = names.title(model);
  const downloading = state === "downloading";
  const actions = useAssetActions({ id, name, licence, models: [model], downloading });
  return (
    <Card aria-labelledby={`asset-${id}`} className="flex flex-col gap-3">
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <h3 id={`asset-${id}`} className="leading-snug font-semibold break-words">
            {name}
          </h3>
          <p className="mt-1.5 flex flex-wrap gap-1.5">
            <StateBadge state={state} />
            {model.recommended && <Badge tone="accent">{t("recommended")}</Badge>}
          </p>
        </div>
        {actions.menu}
      </div>
      <p className="text-sm text-ink-soft">{names.summary(model)}</p>
      {state === "failed" && <Failure error={{ error: job?.error }} />}
      {state === "damaged" && <Trouble texts={[model.problem ?? ""]} />}
      {actions.verdict}
      <div className="mt-auto flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <Facts model={model} onLicence={actions.showLicence} />
        <MainAction asset={asset} />
      </div>
      {downloading && (
        <DownloadProgress
          id={id}
          name={name}
          job={job}
          done={fetchedBytes(asset)}
          whole={model.total_bytes}
          exact={model.exact}
          waits={job !== null && shareOf(job, id) < 0}
        />
      )}
      {actions.dialogs}
    </Card>
  );
}
