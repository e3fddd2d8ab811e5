import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/lib/api/errors";
import { aJob } from "@/test/jobs";
import { type JobNews, JobStream } from "./stream";

// jsdom has no EventSource; this one does what it is told, and keeps what was asked of it.
class Source extends EventTarget {
  static readonly OPEN = 1;
  static all: Source[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }
  close() {
    this.readyState = 2;
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  send(type: string, lastEventId: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(type, { lastEventId, data: JSON.stringify(data) }));
  }
}

const last = () => {
  const source = Source.all.at(-1);
  if (!source) throw new Error("nothing has connected");
  return source;
};
const offline = () => Promise.reject(new TypeError("no answer"));
let told: JobNews[] = [];
let stream: JobStream;
let serverThere = true;
const begin = (read: () => Promise<ReturnType<typeof aJob>[]>, since: number | null = null) => {
  stream = new JobStream(
    (news) => told.push(news),
    read,
    async () => serverThere,
  );
  stream.start(since);
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Source);
  Source.all = [];
  told = [];
  serverThere = true;
});
afterEach(() => {
  stream.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("it learns how things stand, and listens from there", async () => {
  begin(async () => [aJob({ revision: 7 }), aJob({ id: "b", revision: 5 })]);
  await vi.advanceTimersByTimeAsync(0);
  expect(told[0]).toMatchObject({ type: "known", jobs: [{ revision: 7 }, { revision: 5 }] });
  expect(last().url).toBe("/api/v1/events?last_event_id=7");
  last().open();
  last().send("progress", "8", aJob({ revision: 8, progress: 10 }));
  last().send("removed", "9", { id: "b" });
  expect(told.slice(1)).toMatchObject([
    { type: "up" },
    { type: "job", job: { progress: 10 } },
    { type: "removed", id: "b" },
  ]);
});

test("after a break it goes on behind the last event that it had", async () => {
  begin(offline, 3);
  last().open();
  last().send("status", "12", aJob({ revision: 12 }));
  last().onerror?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(Source.all).toHaveLength(2);
  expect(last().url).toBe("/api/v1/events?last_event_id=12");
});

test("where no stream gets through, it reads the list, and tells only what is newer", async () => {
  let jobs = [aJob({ id: "a", revision: 3 })];
  begin(async () => jobs, 3);
  last().onerror?.();
  jobs = [aJob({ id: "b", revision: 5 }), aJob({ id: "a", revision: 4, status: "running" })];
  await vi.advanceTimersByTimeAsync(3_000);
  expect(told).toMatchObject([
    { type: "job", job: { id: "a" } },
    { type: "job", job: { id: "b" } },
  ]);
  expect(stream.last).toBe(5);
});

test("a server that doesn't answer is lost after a while, and found again", async () => {
  begin(offline, 3);
  last().open();
  last().onerror?.();
  await vi.advanceTimersByTimeAsync(4_900);
  expect(told).toEqual([{ type: "up" }]);
  await vi.advanceTimersByTimeAsync(200);
  expect(told.at(-1)).toEqual({ type: "lost", lost: true });
  await vi.advanceTimersByTimeAsync(5_000);
  last().open();
  expect(told.slice(-2)).toEqual([{ type: "lost", lost: false }, { type: "up" }]);
});

test("a server that wants a key is there, and is asked only by the stream", async () => {
  const locked = vi.fn(() => {
    const problem = { code: "UNAUTHORIZED", message: "A key.", recovery: "", details: {} };
    return Promise.reject(new ApiError({ ...problem, status: 401 }));
  });
  begin(locked, 3);
  for (let seconds = 0; seconds < 60; seconds++) {
    if (last().readyState === 0) last().onerror?.();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(Source.all.length).toBeGreaterThan(5);
  expect(locked).toHaveBeenCalledTimes(1);
  expect(told).toEqual([]);
});

test("a stream that is held open although the server is gone is noticed", async () => {
  begin(offline, 3);
  last().open();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Source.all).toHaveLength(1);
  serverThere = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(Source.all.length).toBeGreaterThan(1);
});

test("it connects anew after a sleep", async () => {
  begin(offline, 3);
  last().open();
  vi.setSystemTime(Date.now() + 3_600_000); // timers stand still in a sleep
  await vi.advanceTimersByTimeAsync(5_000);
  expect(Source.all).toHaveLength(2);
});

test("stopped, it is silent", async () => {
  begin(offline, 3);
  stream.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Source.all).toHaveLength(1);
  expect(last().readyState).toBe(2);
  expect(told).toEqual([]);
});

test("what comes garbled is asked for again", async () => {
  begin(async () => [aJob({ revision: 7 })]);
  await vi.advanceTimersByTimeAsync(0);
  last().open();
  last().dispatchEvent(new MessageEvent("progress", { lastEventId: "9", data: "{<html>" }));
  await vi.advanceTimersByTimeAsync(1_500);
  expect(Source.all).toHaveLength(2);
  expect(last().url).toBe("/api/v1/events?last_event_id=7");
});
