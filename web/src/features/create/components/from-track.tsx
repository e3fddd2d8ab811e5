import { useNavigate } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { notifyDone } from "@/components/ui/notify";
import { Page } from "@/components/ui/page";
import { Failure } from "@/components/ui/states";
import { api, type Engine } from "@/lib/api/client";
import { settingsOf } from "../api/track-settings";
import { exchangeDraft } from "../model/draft";
import { CreateSkeleton } from "./create-skeleton";

/** Fills the form from a track, then leads to it. What stood there before can be brought back. */
export default function FromTrack({ id, engines }: { id: string; engines: readonly Engine[] }) {
  const { t } = useTranslation("create");
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: ["create", "/api/v1/tracks", id, "settings"],
    queryFn: async () => {
      const path = { track_id: id };
      const { data: track } = await api.GET("/api/v1/tracks/{track_id}", { params: { path } });
      const engine = engines.find((one) => one.name === track?.engine) ?? engines[0];
      if (!track || !engine) throw new Error("no track, or no engine");
      return { title: track.title, engine, values: await settingsOf(track, engine) };
    },
    gcTime: 0,
  });
  const filled = useRef(false);
  useEffect(() => {
    if (!query.data || filled.current) return;
    filled.current = true; // effects run twice while developing
    const { title, engine, values } = query.data;
    const undo = exchangeDraft(engine.name, values);
    notifyDone(t("from.filled", { title }), undo);
    void navigate({
      to: "/create/$engine",
      params: { engine: engine.name },
      search: {},
      replace: true,
    });
  }, [query.data, navigate, t]);
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <CreateSkeleton />
      )}
    </Page>
  );
}
