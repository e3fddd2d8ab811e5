import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { aJob } from "@/test/jobs";
import { batchWithJob, dropJob, fits, putJob, withJob } from "./cache";

const page = (...ids: string[]) => ({ items: ids.map((id) => aJob({ id })), next_cursor: null });
const ids = (pages: ReturnType<typeof withJob>) =>
  pages.map(({ items }) => items.map(({ id }) => id));

test("a job is shown in its place as it is now", () => {
  const job = aJob({ id: "b", progress: 40, revision: 9 });
  const pages = withJob([page("c", "b"), page("a")], job, {});
  expect(pages[0]?.items[1]).toBe(job);
  expect(ids(pages)).toEqual([["c", "b"], ["a"]]);
});

test("what is older than what is shown changes nothing", () => {
  const shown = { items: [aJob({ id: "b", revision: 9, status: "completed" })], next_cursor: null };
  const [after] = withJob([shown], aJob({ id: "b", revision: 8, status: "running" }), {});
  expect(after?.items[0]?.status).toBe("completed");
});

test("a new job stands first in a list of the newest", () => {
  expect(ids(withJob([page("b", "a")], aJob({ id: "c" }), {}))).toEqual([["c", "b", "a"]]);
});

test("an older job, and one of an ascending list, wait for the list to be read", () => {
  expect(ids(withJob([page("b")], aJob({ id: "a" }), {}))).toEqual([["b"]]);
  expect(ids(withJob([page("b")], aJob({ id: "c" }), { order: "asc" }))).toEqual([["b"]]);
});

test("a job leaves a list that it doesn't fit any more", () => {
  const done = aJob({ id: "b", status: "completed", revision: 2 });
  expect(ids(withJob([page("b", "a")], done, { status: ["queued", "running"] }))).toEqual([["a"]]);
});

test("a list takes what all of its filters allow", () => {
  const job = aJob({ kind: "loop", engine: "", batch_id: "x" });
  expect(fits(job, { kind: ["loop", "master"], status: [], batch_id: "x" })).toBe(true);
  expect(fits(job, { kind: ["master"] })).toBe(false);
  expect(fits(job, { engine: ["composer"] })).toBe(false);
  expect(fits(job, { batch_id: "y" })).toBe(false);
});

test("a batch's progress and counts follow its jobs", () => {
  const jobs = [aJob({ id: "a" }), aJob({ id: "b" })];
  const batch = {
    id: "x",
    status: "queued" as const,
    progress: 0,
    counts: { queued: 2 },
    eta_seconds: null,
    created_at: "2026-03-01T10:00:00Z",
    jobs,
    links: {},
  };
  const after = batchWithJob(
    batch,
    aJob({ id: "b", status: "running", progress: 50, revision: 2 }),
  );
  expect(after.progress).toBe(25);
  expect(after.counts).toEqual({ queued: 1, running: 1 });
});

test("what comes is shown in lists, in pages of lists and by itself, and goes from them", () => {
  const client = new QueryClient();
  const list = ["get", "/api/v1/jobs", { params: { query: { status: ["running"] } } }];
  const pages = ["get", "/api/v1/jobs", { params: { query: {} } }];
  const one = ["get", "/api/v1/jobs/{job_id}", { params: { path: { job_id: "c" } } }];
  client.setQueryData(list, page("b"));
  client.setQueryData(pages, { pages: [page("b")], pageParams: [""] });
  const job = aJob({ id: "c", status: "running" });
  putJob(client, job);
  expect(client.getQueryData(list)).toMatchObject({ items: [{ id: "c" }, { id: "b" }] });
  expect(client.getQueryData(pages)).toMatchObject({
    pages: [{ items: [{ id: "c" }, { id: "b" }] }],
  });
  expect(client.getQueryData(one)).toBe(job);
  dropJob(client, "c");
  expect(client.getQueryData(list)).toMatchObject({ items: [{ id: "b" }] });
});

test("one newer job makes a list no younger, so that it is still read again in time", () => {
  const client = new QueryClient();
  const key = ["get", "/api/v1/jobs", {}];
  client.setQueryData(key, page("b", "a"), { updatedAt: 1_000 });
  putJob(client, aJob({ id: "b", progress: 40, revision: 9 }));
  expect(client.getQueryState(key)?.dataUpdatedAt).toBe(1_000);
  expect(client.getQueryData<ReturnType<typeof page>>(key)?.items[0]?.progress).toBe(40);
});
