import { beforeEach, expect, test, vi } from "vitest";
import { aJob } from "@/test/jobs";

beforeEach(() => vi.resetModules());

test("what was asked for is known after a reload, newest first and each once", async () => {
  const before = await import("./submitted");
  before.rememberJob(aJob({ id: "a" }));
  before.rememberJob(aJob({ id: "b", params: { prompt: "house" } }));
  before.rememberJob(aJob({ id: "a" }));
  vi.resetModules();
  const after = await import("./submitted");
  expect(after.useSubmitted.getState().jobs.map(({ id, words }) => [id, words])).toEqual([
    ["a", "calm piano at night"],
    ["b", "house"],
  ]);
});

test("a hundred are kept", async () => {
  const { rememberJob, useSubmitted } = await import("./submitted");
  for (let count = 0; count < 120; count++) rememberJob(aJob({ id: `j${count}` }));
  expect(useSubmitted.getState().jobs).toHaveLength(100);
  expect(useSubmitted.getState().jobs[0]?.id).toBe("j119");
});

test("what the server forgot is marked, and can be forgotten here", async () => {
  const { forgetGone, markGone, rememberJob, useSubmitted } = await import("./submitted");
  rememberJob(aJob({ id: "a" }));
  rememberJob(aJob({ id: "b" }));
  markGone(["a", "unknown"]);
  expect(useSubmitted.getState().jobs.map(({ gone }) => gone)).toEqual([false, true]);
  forgetGone();
  expect(useSubmitted.getState().jobs.map(({ id }) => id)).toEqual(["b"]);
});

test("a broken memory is an empty one", async () => {
  localStorage.setItem("mgl.jobs.submitted.v1", '[{"id": 3}, "x"]');
  expect((await import("./submitted")).useSubmitted.getState().jobs).toEqual([]);
  localStorage.setItem("mgl.jobs.submitted.v1", "{");
  vi.resetModules();
  expect((await import("./submitted")).useSubmitted.getState().jobs).toEqual([]);
});
