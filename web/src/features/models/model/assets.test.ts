import { describe, expect, test } from "vitest";
import type { Job } from "@/lib/api/client";
import {
  type Asset,
  assetsOf,
  byKind,
  fetchedBytes,
  lacking,
  type Model,
  remediedBy,
  shareOf,
} from "./assets";
import { amountOf, type BundleOut, bundlesOf, loose } from "./bundles";
import { kept, rateOf, type Sample } from "./rate";

const model = (id: string, fields: Partial<Model> = {}): Model => ({
  id,
  title: id,
  summary: "",
  kind: "soundfont",
  version: "1",
  licence: "MIT",
  terms: null,
  accepted: true,
  exact: true,
  recommended: true,
  state: "missing",
  installed: false,
  bytes: 0,
  total_bytes: 1000,
  partial_bytes: 0,
  problem: null,
  provider: null,
  links: {},
  ...fields,
});
const job = (asset_ids: string[], fields: Partial<Job> = {}) =>
  ({
    status: "running",
    progress: 0,
    cancel_requested: false,
    params: { asset_ids },
    ...fields,
  }) as Job;
const stateOf = (one: Model, jobs: Job[]) => assetsOf([one], jobs)[0]?.state;

describe("what is here of a model", () => {
  test("a job at work on it says that it comes, whatever the last reading said", () => {
    expect(stateOf(model("a"), [job(["b", "a"], { status: "queued" })])).toBe("downloading");
    expect(stateOf(model("a"), [job(["b"])])).toBe("missing");
  });

  test("a job that was asked to stop is at work no more", () => {
    const stopping = job(["a"], { cancel_requested: true });
    expect(stateOf(model("a", { state: "paused" }), [stopping])).toBe("paused");
  });

  test("a failure is told until it is here, or a newer attempt began", () => {
    const failed = job(["a"], { status: "failed" });
    expect(stateOf(model("a"), [failed])).toBe("failed");
    expect(stateOf(model("a", { installed: true, state: "installed" }), [failed])).toBe(
      "installed",
    );
    expect(stateOf(model("a"), [job(["a"]), failed])).toBe("downloading");
    expect(stateOf(model("a"), [job(["a"], { status: "canceled" }), failed])).toBe("missing");
  });

  test("a failed job of several failed with one of them; what came before is here", () => {
    const models = [
      model("first", { installed: true, state: "installed" }),
      model("second", { partial_bytes: 10, state: "paused" }),
      model("third"),
    ];
    const states = (fields: Partial<Job>) =>
      assetsOf(models, [job(["first", "second", "third"], { status: "failed", ...fields })]).map(
        ({ state }) => state,
      );
    const error = { code: "DOWNLOAD_FAILED", message: "", recovery: "" };
    const named = { ...error, details: { asset: "third" } };
    expect(states({ progress: 40 })).toEqual(["installed", "failed", "missing"]);
    expect(states({ progress: 40, error: named })).toEqual(["installed", "paused", "failed"]);
  });

  test("of a job of several, what is here already comes no more, unless it is installed anew", () => {
    const here = model("a", { installed: true, state: "downloading" });
    expect(stateOf(here, [job(["a", "b"], { progress: 0 })])).toBe("installed");
    expect(stateOf(model("a"), [job(["a", "b"], { progress: 50 })])).toBe("installed");
    expect(
      stateOf(here, [job(["a", "b"], { params: { asset_ids: ["a", "b"], force: true } })]),
    ).toBe("downloading");
  });

  test("what is lacking is recommended, not here, and not on its way", () => {
    const models = [
      model("here", { installed: true, state: "installed" }),
      model("coming"),
      model("wanted"),
      model("extra", { recommended: false }),
    ];
    const found = lacking(assetsOf(models, [job(["coming"])]));
    expect(found.map((one: Asset) => one.model.id)).toEqual(["wanted"]);
  });

  test("kinds without assets are not shown", () => {
    const assets = assetsOf([model("a", { kind: "samples" }), model("b")], []);
    expect(byKind(assets).map(([kind]) => kind)).toEqual(["soundfont", "samples"]);
  });
});

test("a job's progress is shared out to its assets, one after another", () => {
  const half = { params: { asset_ids: ["a", "b"] }, progress: 75 };
  expect(shareOf(half, "a")).toBe(1);
  expect(shareOf(half, "b")).toBe(0.5);
  expect(shareOf({ ...half, progress: 50 }, "b")).toBe(0);
  expect(shareOf({ ...half, progress: 20 }, "b")).toBeLessThan(0);
});

test("what has come counts what a pause has kept", () => {
  const part = model("b", { partial_bytes: 700 });
  const fetched = (progress: number, one = part) =>
    assetsOf([one], [job(["a", "b"], { progress })]).map(fetchedBytes)[0];
  expect(fetched(20)).toBe(700); // it waits for its turn
  expect(fetched(60)).toBe(700);
  expect(fetched(90)).toBeCloseTo(800);
  expect(fetched(100)).toBe(1000);
  expect(fetched(20, model("b"))).toBe(0);
});

describe("a bundle", () => {
  const bundle: BundleOut = {
    id: "both",
    title: "Both",
    summary: "",
    parts: ["a", "b"],
    state: "missing",
    installed: false,
    total_bytes: 2000,
    missing_bytes: 2000,
    exact: false,
    accepted: true,
    links: {},
  };
  const here = { installed: true, state: "installed" } as const;
  const both = (a: Partial<Model>, b: Partial<Model>, jobs: Job[] = []) => {
    const assets = assetsOf([model("a", a), model("b", b), model("c")], jobs);
    const bundles = bundlesOf([bundle], assets);
    const [first] = bundles;
    if (!first) throw new Error("it is gone");
    return { ...first, amount: amountOf(first.parts), rest: loose(assets, bundles) };
  };

  test("is what tells most of its parts", () => {
    expect(both({}, {}).state).toBe("missing");
    expect(both(here, {}).state).toBe("partly");
    expect(both(here, here).state).toBe("installed");
    expect(both(here, { state: "damaged", problem: "cut" }).state).toBe("damaged");
    const failed = job(["a", "b"], { status: "failed", progress: 50 });
    expect(both(here, {}, [failed])).toMatchObject({ state: "failed", job: failed });
    const again = job(["b"], { progress: 50 });
    expect(both(here, {}, [again, failed])).toMatchObject({ state: "downloading", job: again });
  });

  test("has come as far as its parts, and keeps them to itself", () => {
    const { amount, rest } = both(here, { partial_bytes: 250, state: "paused" });
    expect(amount).toEqual({ done: 1250, whole: 2000 });
    expect(rest.map((one) => one.model.id)).toEqual(["c"]);
  });
});

test("only an installation is taken for one", () => {
  expect(remediedBy("mgl assets install drum-samples")).toEqual({
    id: "drum-samples",
    force: false,
  });
  expect(remediedBy("mgl models download diffrhythm-vae --force")).toEqual({
    id: "diffrhythm-vae",
    force: true,
  });
  expect(remediedBy("pip install musicgen-local[neural]")).toBeNull();
  expect(remediedBy("mgl assets install a b")).toBeNull();
});

describe("how fast it comes", () => {
  const run = (samples: Sample[]) => samples.reduce<Sample[]>(kept, []);

  test("is the growth per second, once there is something to tell by", () => {
    expect(rateOf(run([{ at: 0, amount: 0 }]))).toBeNull();
    expect(
      rateOf(
        run([
          { at: 0, amount: 0 },
          { at: 1000, amount: 500 },
        ]),
      ),
    ).toBeNull();
    expect(
      rateOf(
        run([
          { at: 0, amount: 0 },
          { at: 2000, amount: 500 },
        ]),
      ),
    ).toBe(250);
  });

  test("forgets what was long ago, and begins anew after a step back", () => {
    const slowThenFast = Array.from({ length: 20 }, (_, second) => ({
      at: second * 1000,
      amount: second < 10 ? second : second * 100,
    }));
    expect(rateOf(run(slowThenFast))).toBe(100);
    expect(kept([{ at: 0, amount: 9 }], { at: 1000, amount: 1 })).toEqual([
      { at: 1000, amount: 1 },
    ]);
  });
});
