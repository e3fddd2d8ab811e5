import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { $api } from "@/lib/api/client";
import { bytes } from "@/lib/format";
import { useAssets } from "./api/use-assets";
import { useInstall } from "./api/use-install";
import { AssetCard } from "./components/asset-card";
import { BundleCard } from "./components/bundle-card";
import { EngineCard } from "./components/engine-card";
import { Storage } from "./components/storage";
import { type Asset, byKind, lacking } from "./model/assets";
import { loose } from "./model/bundles";

/** What the engines play with: what is here of it, and how to get the rest. */
export function ModelsPage() {
  const { t } = useTranslation("models");
  const { assets, bundles, error, refetch } = useAssets();
  const engines = $api.useQuery("get", "/api/v1/engines");
  const failure = error ?? engines.error;
  const retry = () => {
    refetch();
    void engines.refetch();
  };
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={assets && <InstallRecommended assets={assets} />}
    >
      <div className="grid grid-cols-1 gap-8">
        {failure ? <Failure error={failure} onRetry={retry} /> : null}
        {assets && bundles && engines.data ? (
          <>
            <Storage assets={assets} />
            <Group id="engines" title={t("engine.title")} about={t("engine.about")}>
              {engines.data.items.map((engine) => (
                <EngineCard
                  key={engine.name}
                  engine={engine}
                  assets={assets}
                  bundles={bundles}
                  wide={engines.data.items.length === 1}
                />
              ))}
            </Group>
            {byKind(assets).map(([kind, items]) => (
              <Group
                key={kind}
                id={kind}
                title={t(`kinds.${kind}`)}
                about={t(`kindsAbout.${kind}`)}
              >
                {bundles
                  .filter(({ parts }) => parts[0]?.model.kind === kind)
                  .map((bundle) => (
                    <BundleCard key={bundle.bundle.id} bundle={bundle} />
                  ))}
                {loose(items, bundles).map((asset) => (
                  <AssetCard key={asset.model.id} asset={asset} />
                ))}
              </Group>
            ))}
          </>
        ) : (
          !failure && <Loading />
        )}
      </div>
    </Page>
  );
}

interface GroupProps {
  id: string;
  title: string;
  about: string;
  children: ReactNode;
}

function Group({ id, title, about, children }: GroupProps) {
  return (
    <section aria-labelledby={`group-${id}`}>
      <h2 id={`group-${id}`} className="text-lg font-semibold">
        {title}
      </h2>
      <p className="mb-3 max-w-2xl text-sm text-ink-soft">{about}</p>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">{children}</div>
    </section>
  );
}

function InstallRecommended({ assets }: { assets: readonly Asset[] }) {
  const { t, i18n } = useTranslation("models");
  const install = useInstall();
  const missing = lacking(assets);
  if (!missing.length) return null;
  const size = missing.reduce((sum, { model }) => sum + model.total_bytes, 0);
  return (
    <Button
      look="primary"
      busy={install.isPending}
      onClick={() => install.mutate({ ids: missing.map(({ model }) => model.id) })}
    >
      {!install.isPending && <Download aria-hidden />}
      {t("installAll", { size: bytes(size, i18n.language) })}
    </Button>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className="grid grid-cols-1 gap-8">
      <Skeleton className="h-20 rounded-2xl" />
      {[72, 44, 44].map((height, place) => (
        <div key={place} className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          <Skeleton className="h-6 w-48 lg:col-span-2" />
          <Skeleton
            className={height > 50 ? "h-64 rounded-2xl lg:col-span-2" : "h-44 rounded-2xl"}
          />
          {height < 50 && <Skeleton className="h-44 rounded-2xl" />}
        </div>
      ))}
    </div>
  );
}
