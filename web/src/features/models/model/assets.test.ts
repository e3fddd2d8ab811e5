import { describe, expect, test } from "vitest";
import type { Job } from "@/lib/api/client";
import { type Asset, assetsOf, byKind, lacking, type Model, remediedBy, shareOf } from "./assets";
import { kept, rateOf, type Sample } from "./rate";

const model = (id: string, fields: Partial<Model> = {}): Model => ({
  id,
  title: id,
  summary: "",
  kind: "soundfont",
  version: "1",
  licence: "MIT",
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

test("only an installation is taken for one", () => {
  expect(remediedBy("mgl assets install drum-samples")).toBe("drum-samples");
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
