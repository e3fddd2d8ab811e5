import { describe, expect, test } from "vitest";
import { type Finding, type Health, lookedAt, partsOf, type System } from "./findings";
import { reportOf, withoutNames } from "./report";
import { pointsOf, type Sample, thinned, WINDOW_MS, withSample } from "./samples";

const finding = (
  name: string,
  state: Finding["state"],
  fields: Partial<Finding> = {},
): Finding => ({
  name,
  state,
  message: "",
  remedy: "",
  fix: null,
  ...fields,
});
const system = (findings: Finding[]): System => ({
  version: "0.1.0",
  python: "3.11",
  platform: "Linux x86_64",
  device: { kind: "cpu", name: "A processor", memory_bytes: null },
  cpu_count: 2,
  load_average: null,
  memory: { total_bytes: 8e9, available_bytes: 2e9, process_bytes: 3e8 },
  disk: { path_label: "~/tracks", total_bytes: 9e9, free_bytes: 4e9, library_bytes: 1e9 },
  uptime_seconds: 5,
  queue: { running: 1, queued: 2, paused: false, workers: 1 },
  versions: [{ name: "numpy", version: "2" }],
  findings,
});
const health = (checks: Health["checks"]): Health => ({ status: "ok", version: "0.1.0", checks });

describe("what was found", () => {
  test("is as bad as the worst of it, which comes first", () => {
    const looked = lookedAt(
      system([finding("tags", "missing"), finding("library", "broken"), finding("disk", "good")]),
      undefined,
    );
    expect(looked.state).toBe("broken");
    expect(looked.open.map(({ name }) => name)).toEqual(["library", "tags"]);
    expect(looked.good.map(({ name }) => name)).toEqual(["disk"]);
  });

  test("is in order with something that can be done, and offers it", () => {
    const fix = { id: "warm-up", label: "Prepare" };
    const looked = lookedAt(system([finding("kernels", "good", { fix })]), undefined);
    expect(looked.state).toBe("good");
    expect(looked.open).toHaveLength(1);
  });

  test("has the server's own parts where the doctor tells nothing of them, and only there", () => {
    const checks = {
      database: { condition: "failed", message: "gone" },
      queue: { condition: "degraded", message: "no worker" },
      storage: { condition: "ok", message: "" },
    } as const;
    const silent = lookedAt(system([]), health(checks));
    expect(silent.open.map(({ name }) => name)).toEqual(["database", "queue"]);
    const told = lookedAt(system([finding("workers", "missing")]), health(checks));
    expect(told.open.map(({ name }) => name)).toEqual(["database", "workers"]);
    expect(lookedAt(undefined, health(checks)).state).toBe("broken");
  });

  test("names engines and sounds in two parts", () => {
    expect(partsOf("engine composer")).toEqual({ kind: "engine", which: "composer" });
    expect(partsOf("tracks folder")).toEqual({ kind: "tracks folder", which: "" });
  });
});

describe("the last minutes", () => {
  test("are ten, and no more points than can be told apart", () => {
    let samples: Sample[] = [];
    for (let at = 0; at <= 2 * WINDOW_MS; at += 5000) samples = withSample(samples, system([]), at);
    expect(samples.length).toBeLessThanOrEqual(121);
    const [first, last] = [samples[0], samples.at(-1)];
    expect(last?.at).toBe(2 * WINDOW_MS);
    expect((last?.at ?? 0) - (first?.at ?? 0)).toBeLessThanOrEqual(WINDOW_MS);
    const few = thinned(samples, 12);
    expect(few.length).toBeLessThanOrEqual(12);
    expect(few[0]).toBe(last);
  });

  test("are drawn from the right, from zero up", () => {
    const values = [
      { at: 0, value: 0 },
      { at: WINDOW_MS / 2, value: 5 },
    ];
    expect(pointsOf(values, 10)).toBe("50.00,100.00 100.00,50.00");
    expect(pointsOf([], 10)).toBe("");
  });
});

test("a report names nobody", () => {
  const found = finding("tracks folder", "good", { message: "/home/ann/music/tracks" });
  const report = reportOf(system([found]), undefined, "A browser");
  expect(report).toContain("[good] tracks folder: ~/music/tracks");
  expect(report).not.toContain("ann");
  expect(withoutNames("C:\\Users\\Ann Lee\\x")).toBe("~\\x");
  expect(withoutNames("/Users/bob: no")).toBe("~: no");
});
