import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  Download,
  Play,
  RotateCcw,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/states";
import { Badge, Card } from "@/components/ui/surface";
import { bytes } from "@/lib/format";
import { useInstall, useVerify } from "../api/use-install";
import type { Asset, AssetState } from "../model/assets";
import { AssetMenu } from "./asset-menu";
import { DownloadProgress } from "./download-progress";
import { LicenceDialog } from "./licence-dialog";
import { RemoveDialog } from "./remove-dialog";
import { useNames } from "./use-names";

const BADGES: Record<
  AssetState,
  { tone: "good" | "info" | "warn" | "bad" | "plain"; icon: typeof Play }
> = {
  installed: { tone: "good", icon: CircleCheck },
  downloading: { tone: "info", icon: Download },
  paused: { tone: "warn", icon: CirclePause },
  damaged: { tone: "bad", icon: CircleAlert },
  failed: { tone: "bad", icon: CircleAlert },
  missing: { tone: "plain", icon: CircleDashed },
};

/** Sounds or weights: what they are, what is here of them, and what can be done. */
export function AssetCard({ asset }: { asset: Asset }) {
  const { t } = useTranslation("models");
  const names = useNames();
  const { model, job, state } = asset;
  const [dialog, setDialog] = useState<"licence" | "remove" | null>(null);
  const install = useInstall();
  const verify = useVerify();
  const { tone, icon: Icon } = BADGES[state];
  const reinstall = () => {
    verify.reset();
    install.mutate({ ids: [model.id], force: true });
  };
  return (
    <Card aria-labelledby={`asset-${model.id}`} className="flex flex-col gap-3">
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <h3 id={`asset-${model.id}`} className="leading-snug font-semibold break-words">
            {names.title(model)}
          </h3>
          <p className="mt-1.5 flex flex-wrap gap-1.5">
            <Badge tone={tone}>
              <Icon aria-hidden />
              {t(`states.${state}`)}
            </Badge>
            {model.recommended && <Badge tone="accent">{t("recommended")}</Badge>}
          </p>
        </div>
        <AssetMenu
          asset={asset}
          verifying={verify.isPending}
          onVerify={() => verify.mutate(model.id)}
          onReinstall={reinstall}
          onLicence={() => setDialog("licence")}
          onRemove={() => {
            verify.reset();
            setDialog("remove");
          }}
        />
      </div>
      <p className="text-sm text-ink-soft">{names.summary(model)}</p>
      {state === "failed" && <Failure error={{ error: job?.error }} />}
      {state === "damaged" && <Trouble texts={[model.problem ?? ""]} />}
      {verify.data && !verify.data.whole && <Trouble texts={verify.data.problems} />}
      <p role="status" className="text-sm text-good empty:hidden">
        {verify.isPending
          ? t("verify.running")
          : state === "installed" && verify.data?.whole && t("verify.whole")}
      </p>
      <div className="mt-auto flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <Facts asset={asset} onLicence={() => setDialog("licence")} />
        {state !== "downloading" && (
          <MainAction
            asset={asset}
            busy={install.isPending}
            onInstall={() => install.mutate({ ids: [model.id] })}
            onReinstall={reinstall}
          />
        )}
      </div>
      {state === "downloading" && <DownloadProgress model={model} job={job} />}
      {dialog === "licence" && <LicenceDialog model={model} onClose={() => setDialog(null)} />}
      {dialog === "remove" && <RemoveDialog model={model} onClose={() => setDialog(null)} />}
    </Card>
  );
}

function Trouble({ texts }: { texts: readonly string[] }) {
  return (
    <ul lang="en" className="grid gap-1 rounded-lg bg-bad-soft px-3 py-2 text-sm break-words">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function Facts({ asset: { model }, onLicence }: { asset: Asset; onLicence: () => void }) {
  const { t, i18n } = useTranslation("models");
  const names = useNames();
  const size = bytes(model.installed ? model.bytes : model.total_bytes, i18n.language);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-[0.8125rem] text-ink-soft">
      <span className="tabular">{size}</span>
      <span aria-hidden>·</span>
      <span>{t("version", { version: model.version })}</span>
      <span aria-hidden>·</span>
      <button
        type="button"
        onClick={onLicence}
        aria-label={t("licence.show", { name: names.title(model), licence: model.licence })}
        className="inline-flex min-h-6 items-center rounded underline decoration-line-strong underline-offset-2 hover:text-ink"
      >
        {model.licence}
      </button>
    </p>
  );
}

interface MainActionProps {
  asset: Asset;
  busy: boolean;
  onInstall: () => void;
  onReinstall: () => void;
}

function MainAction({ asset: { model, state }, busy, onInstall, onReinstall }: MainActionProps) {
  const { t } = useTranslation("models");
  const name = useNames().title(model);
  if (state === "installed") return null;
  const damaged = state === "damaged";
  const paused = !damaged && model.partial_bytes > 0;
  const Icon = damaged ? RotateCcw : paused ? Play : Download;
  const act = damaged ? "reinstall" : paused ? "resume" : "install";
  return (
    <Button
      busy={busy}
      onClick={damaged ? onReinstall : onInstall}
      aria-label={t(`actionsOf.${act}`, { name })}
    >
      {!busy && <Icon aria-hidden />}
      {t(`actions.${act}`)}
    </Button>
  );
}
