import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/ui/states";
import { Card } from "@/components/ui/surface";
import { bytes } from "@/lib/format";
import { amountOf, type Bundle } from "../model/bundles";
import { BundlePart } from "./bundle-part";
import { DownloadButton } from "./download-button";
import { DownloadProgress } from "./download-progress";
import { StateBadge } from "./state-badge";
import { useAssetActions } from "./use-asset-actions";
import { useNames } from "./use-names";
import { useSize } from "./use-size";

/** Models that belong together: one download, with the parts folded away. */
export function BundleCard({ bundle: group }: { bundle: Bundle }) {
  const { t } = useTranslation("models");
  const names = useNames();
  const [open, setOpen] = useState(false);
  const { bundle, parts, job, state } = group;
  const { id } = bundle;
  const name = names.title(bundle);
  const models = parts.map(({ model }) => model);
  const downloading = state === "downloading";
  const actions = useAssetActions({ id, name, models, downloading });
  const begun = models.some(({ installed, partial_bytes }) => installed || partial_bytes > 0);
  const asking = downloading || bundle.installed ? [] : models.filter(({ accepted }) => !accepted);
  const here = parts.filter((part) => part.state === "installed").length;
  return (
    <Card aria-labelledby={`asset-${id}`} className="flex flex-col gap-3 lg:col-span-2">
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <h3 id={`asset-${id}`} className="leading-snug font-semibold break-words">
            {name}
          </h3>
          <p className="mt-1.5">
            <StateBadge state={state} />
          </p>
        </div>
        {actions.menu}
      </div>
      <p className="max-w-2xl text-sm text-ink-soft">{names.summary(bundle)}</p>
      {state === "failed" && <Failure error={{ error: job?.error }} />}
      {asking.length > 0 && (
        <div className="max-w-2xl text-sm">
          <p>{t("bundle.asks", { count: asking.length })}</p>
          <ul className="mt-1 grid list-disc gap-1 pl-5 text-ink-soft">
            {asking.map((model) => (
              <li key={model.id}>
                <span className="text-ink">{names.title(model)}</span>: {names.terms(model)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {actions.verdict}
      {downloading ? (
        <DownloadProgress
          id={id}
          name={name}
          job={job}
          {...amountOf(parts)}
          exact={bundle.exact}
          waits={false}
        />
      ) : (
        <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-3">
          <Amount group={group} />
          {!bundle.installed && (
            <DownloadButton
              id={id}
              name={name}
              models={models}
              act={begun ? "resume" : "install"}
              look="primary"
            />
          )}
        </div>
      )}
      <details
        open={open}
        onToggle={(event) => setOpen(event.currentTarget.open)}
        className="group -mx-1 border-t pt-2"
      >
        <summary className="flex min-h-9 cursor-pointer list-none items-center gap-2 rounded-lg px-1 text-sm hover:bg-raised [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90"
          />
          <span className="font-medium">{t("bundle.parts")}</span>
          <span className="text-ink-soft">
            {t("storage.count", { installed: here, count: parts.length })}
          </span>
        </summary>
        {open && (
          <ul aria-label={t("bundle.partsOf", { name })} className="divide-y px-1">
            {parts.map((part) => (
              <BundlePart key={part.model.id} part={part} />
            ))}
          </ul>
        )}
      </details>
      {actions.dialogs}
    </Card>
  );
}

/** What it takes, and how much of that is still to come. */
function Amount({ group: { bundle, parts } }: { group: Bundle }) {
  const { t, i18n } = useTranslation("models");
  const size = useSize();
  const { done } = amountOf(parts);
  return (
    <p className="tabular text-[0.8125rem] text-ink-soft">
      {bundle.installed || !done
        ? size(bundle)
        : t("size.partly", { here: bytes(done, i18n.language), size: size(bundle) })}
    </p>
  );
}
