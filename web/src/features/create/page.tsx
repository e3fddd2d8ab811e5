import { Link, useParams, useSearch } from "@tanstack/react-router";
import { AudioLines } from "lucide-react";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { later } from "@/components/ui/later";
import { Page } from "@/components/ui/page";
import { Empty, Failure } from "@/components/ui/states";
import { $api } from "@/lib/api/client";
import { CreateForm } from "./components/create-form";
import { CreateSkeleton } from "./components/create-skeleton";
import { useDraftTurn } from "./model/draft";
import { readCreateSearch } from "./search";

const FromTrack = later(() => import("./components/from-track"), { waiting: CreateSkeleton });

/** Make music with the default engine. */
export function CreatePage() {
  return <Create name={null} />;
}

/** Make music with the engine that the address names. */
export function CreateWithPage() {
  const { engine } = useParams({ strict: false });
  return <Create key={engine} name={engine ?? null} />;
}

function Create({ name }: { name: string | null }) {
  const { t } = useTranslation("create");
  const search = readCreateSearch(useSearch({ strict: false }));
  const turn = useDraftTurn((state) => state.turn);
  const engines = $api.useQuery("get", "/api/v1/engines", {}, { staleTime: 30_000 });
  const known = useDeferredValue(engines.data); // the form is drawn in small steps
  const list = known?.items ?? [];
  const engine = name === null ? list[0] : list.find((one) => one.name === name);
  if (engine && search.from) return <FromTrack id={search.from} engines={list} />;
  if (engine) {
    return (
      <CreateForm key={`${engine.name} ${turn}`} engine={engine} engines={list} search={search} />
    );
  }
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      {engines.isPending || (!known && engines.data) ? (
        <CreateSkeleton />
      ) : engines.isError ? (
        <Failure error={engines.error} onRetry={() => void engines.refetch()} />
      ) : (
        <Empty
          icon={AudioLines}
          title={t("engine.unknown", { name: name ?? "" })}
          action={
            <Button asChild look="primary">
              <Link to="/create">{t("engine.toDefault")}</Link>
            </Button>
          }
        >
          {t("engine.unknownHelp")}
        </Empty>
      )}
    </Page>
  );
}
