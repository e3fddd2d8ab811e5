import { expect, test } from "vitest";
import { aJob } from "@/test/jobs";
import { byLane, grouped, missing, moved, moveOf, underWay } from "./groups";

const job = (id: string, fields = {}) => aJob({ id, ...fields });

test("neighbours of one batch stand together", () => {
  const jobs = [job("d"), job("c", { batch_id: "x" }), job("b", { batch_id: "x" }), job("a")];
  expect(grouped(jobs).map(({ jobs }) => jobs.map(({ id }) => id))).toEqual([
    ["d"],
    ["c", "b"],
    ["a"],
  ]);
});

test("jobs of different queues don't wait for one another", () => {
  const lanes = byLane([
    job("a"),
    job("b", { kind: "loop", engine: "" }),
    job("c"),
    job("d", { kind: "download", engine: "" }),
  ]);
  expect(lanes.map(([lane, jobs]) => [lane, jobs.length])).toEqual([
    ["composer", 2],
    ["tools", 1],
    ["downloads", 1],
  ]);
});

test("a row that was dragged up goes before the one in its place, down behind it", () => {
  const jobs = [job("a"), job("b"), job("c")];
  expect(moveOf(jobs, 2, 0)).toEqual({ before: "a" });
  expect(moveOf(jobs, 0, 1)).toEqual({ after: "b" });
  expect(moveOf(jobs, 1, 1)).toBeNull();
  expect(moveOf(jobs, 1, 3)).toBeNull();
});

test("places in the queue belong to the places of the list", () => {
  const jobs = ["a", "b", "c"].map((id, place) => job(id, { queue_position: place + 1 }));
  expect(moved(jobs, 2, 0).map(({ id, queue_position }) => [id, queue_position])).toEqual([
    ["c", 1],
    ["a", 2],
    ["b", 3],
  ]);
});

test("batches that are under way are shown as one", () => {
  const running = [job("a"), job("b", { batch_id: "x" })];
  const { batches, single } = underWay(running, [job("c", { batch_id: "x" }), job("d")]);
  expect(single.map(({ id }) => id)).toEqual(["a"]);
  expect(batches.map(([id, jobs]) => [id, jobs.length])).toEqual([["x", 2]]);
});

test("a batch of which nothing runs waits", () => {
  const queued = [job("b", { batch_id: "x" }), job("c", { batch_id: "x" }), job("d")];
  const { batches, waiting, single } = underWay([job("a")], queued);
  expect(batches).toEqual([]);
  expect(waiting.map(([id, jobs]) => [id, jobs.length])).toEqual([["x", 2]]);
  expect(single.map(({ id }) => id)).toEqual(["a"]);
});

test("what the server lacks is missing", () => {
  expect(missing([{ id: "a" }, { id: "b" }], [job("b")])).toEqual(["a"]);
});
