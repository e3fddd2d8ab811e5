import type { Job, Schema } from "@/lib/api/client";
import { type Asset, type AssetState, fetchedBytes } from "./assets";

export type BundleOut = Schema<"BundleOut">;

/** What is here of a bundle; `partly`: some parts are, and nothing went wrong. */
export type BundleState = AssetState | "partly";

/** Assets that belong together, as one thing. */
export interface Bundle {
  bundle: BundleOut;
  parts: Asset[];
  state: BundleState;
  /** The job that works on it, else the one that failed. */
  job: Job | null;
}

/** What a bundle is while its parts are different things: the first of these that one of them is. */
const TELLING = ["downloading", "failed", "damaged", "paused", "missing"] as const;

/** The bundles with their parts; `assets` are all that there are. */
export function bundlesOf(bundles: readonly BundleOut[], assets: readonly Asset[]): Bundle[] {
  return bundles.map((bundle) => {
    const parts = bundle.parts.flatMap((id) => assets.find(({ model }) => model.id === id) ?? []);
    const among = (state: AssetState) => parts.some((part) => part.state === state);
    const state = TELLING.find(among) ?? "installed";
    const job = parts.find((part) => part.state === state)?.job ?? null;
    return {
      bundle,
      parts,
      job,
      state: state === "missing" && among("installed") ? "partly" : state,
    };
  });
}

/** The assets that are no part of a bundle. */
export function loose(assets: readonly Asset[], bundles: readonly Bundle[]): Asset[] {
  const within = new Set(bundles.flatMap(({ bundle }) => bundle.parts));
  return assets.filter(({ model }) => !within.has(model.id));
}

/** Bytes of all parts that are here, and of all that there are. */
export function amountOf(parts: readonly Asset[]): { done: number; whole: number } {
  return {
    done: parts.reduce((sum, part) => sum + fetchedBytes(part), 0),
    whole: parts.reduce((sum, { model }) => sum + model.total_bytes, 0),
  };
}
