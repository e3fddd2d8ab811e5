import { useMemo } from "react";
import { $api } from "@/lib/api/client";
import { type Asset, assetsOf } from "../model/assets";
import { type Bundle, bundlesOf } from "../model/bundles";

const REMEMBERED = 50;

interface Assets {
  /** Undefined until they are known. */
  assets: Asset[] | undefined;
  bundles: Bundle[] | undefined;
  error: unknown;
  refetch: () => void;
}

/** All sounds and weights with their downloads, live: the stream of jobs keeps both lists true. */
export function useAssets(): Assets {
  const models = $api.useQuery("get", "/api/v1/models");
  const jobs = $api.useQuery("get", "/api/v1/jobs", {
    params: { query: { kind: ["download"], limit: REMEMBERED } },
  });
  const assets = useMemo(
    () => models.data && jobs.data && assetsOf(models.data.items, jobs.data.items),
    [models.data, jobs.data],
  );
  const bundles = useMemo(
    () => models.data && assets && bundlesOf(models.data.bundles, assets),
    [models.data, assets],
  );
  return {
    assets,
    bundles,
    error: models.error ?? jobs.error,
    refetch: () => {
      void models.refetch();
      void jobs.refetch();
    },
  };
}
