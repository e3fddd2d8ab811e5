import { expect, test } from "vitest";
import { aJob } from "@/test/jobs";
import { newsOf } from "./news";

test("nothing that had ended before is news", () => {
  const news = newsOf();
  const old = aJob({ id: "a", status: "completed" });
  news.learn([old, aJob({ id: "b", status: "failed" })]);
  expect(news.of(old)).toBe("none");
  expect(news.of(aJob({ id: "0", status: "completed" }))).toBe("none");
});

test("an end is news once", () => {
  const news = newsOf();
  news.learn([aJob({ id: "a", status: "running" })]);
  const ended = aJob({ id: "a", status: "completed" });
  expect(news.of(ended)).toBe("ended");
  expect(news.of(ended)).toBe("none");
});

test("a job that began and ended between two looks is news", () => {
  const news = newsOf();
  news.learn([aJob({ id: "a", status: "completed" })]);
  expect(news.of(aJob({ id: "b", status: "completed" }))).toBe("ended");
});

test("progress is no news, another track and another attempt are", () => {
  const news = newsOf();
  news.learn([]);
  expect(news.of(aJob({ status: "running", attempts: 1 }))).toBe("status");
  expect(news.of(aJob({ status: "running", attempts: 1, progress: 50 }))).toBe("none");
  expect(news.of(aJob({ status: "running", attempts: 1, track_ids: ["t"] }))).toBe("tracks");
  expect(news.of(aJob({ status: "running", attempts: 2, track_ids: ["t"] }))).toBe("status");
});

test("what is retried ends again", () => {
  const news = newsOf();
  news.learn([aJob({ status: "failed" })]);
  expect(news.of(aJob({ status: "queued" }))).toBe("status");
  expect(news.of(aJob({ status: "failed" }))).toBe("ended");
});
