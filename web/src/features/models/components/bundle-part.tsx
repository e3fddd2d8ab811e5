import { useTranslation } from "react-i18next";
import { Progress } from "@/components/ui/progress";
import { type Asset, shareOf } from "../model/assets";
import { Facts } from "./facts";
import { MainAction } from "./main-action";
import { StateBadge } from "./state-badge";
import { Trouble } from "./trouble";
import { useAssetActions } from "./use-asset-actions";
import { useNames } from "./use-names";

/** One model of a bundle, in a line of its own. */
export function BundlePart({ part }: { part: Asset }) {
  const { t } = useTranslation("models");
  const names = useNames();
  const { model, job, state } = part;
  const { id, licence } = model;
  const name = names.title(model);
  const downloading = state === "downloading";
  const actions = useAssetActions({ id, name, licence, models: [model], downloading });
  const share = job && downloading ? shareOf(job, id) : 0;
  const waits = downloading && (share < 0 || job?.status !== "running");
  return (
    <li className="grid gap-2 py-3">
      <div className="flex items-start gap-3">
        <div className="flex min-w-0 grow flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0 basis-md grow">
            <h4 className="flex flex-wrap items-center gap-2 text-sm font-medium">
              {name}
              <StateBadge state={waits ? "waiting" : state} />
            </h4>
            <p className="mt-1 text-[0.8125rem] text-ink-soft">{names.summary(model)}</p>
            <Facts model={model} onLicence={actions.showLicence} />
          </div>
          <MainAction asset={part} size="small" />
        </div>
        {actions.menu}
      </div>
      {state === "damaged" && <Trouble texts={[model.problem ?? ""]} />}
      {downloading && !waits && (
        <Progress value={Math.round(share * 1000) / 10} label={t("progress.label", { name })} />
      )}
      {actions.verdict}
      {actions.dialogs}
    </li>
  );
}
