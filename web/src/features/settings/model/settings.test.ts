import { describe, expect, test } from "vitest";
import { amountOf, inWords, numberOf, secondsOf, UNITS } from "./duration";
import { ENVIRONMENT } from "./environment";
import { same, type Settings, toggled } from "./preferences";

describe("lengths of time", () => {
  test("stand in the largest unit in which they are whole", () => {
    expect(amountOf(600)).toEqual({ text: "10", unit: "minutes" });
    expect(amountOf(5400)).toEqual({ text: "90", unit: "minutes" });
    expect(amountOf(172_800)).toEqual({ text: "2", unit: "days" });
    expect(amountOf(0.5)).toEqual({ text: "0.5", unit: "seconds" });
  });

  test("mean the same when they are read back", () => {
    for (const seconds of [1, 59, 60, 90, 3600, 5400, 86_400, 100_000])
      expect(secondsOf(amountOf(seconds))).toBe(seconds);
    for (const unit of UNITS) expect(secondsOf({ text: " 1,5 ", unit })).toBeGreaterThan(1);
  });

  test("are numbers and nothing else", () => {
    for (const text of ["", "-1", "1e3", "ten", "1 2", "0x10"]) expect(numberOf(text)).toBeNull();
    expect(inWords(600, "en")).toBe("10 minutes");
    expect(inWords(7200, "ru")).toBe("2 часа");
  });
});

test("one format at least stays, in the order of the page", () => {
  expect(toggled(["wav"], "wav")).toBeNull();
  expect(toggled(["mp3", "wav"], "flac")).toEqual(["wav", "flac", "mp3"]);
  expect(same(["mp3", "wav"], ["wav", "mp3"])).toBe(true);
  expect(same(["wav"], ["wav", "mp3"])).toBe(false);
});

const environment: Settings["environment"] = {
  host: "127.0.0.1",
  port: 8000,
  log_level: "WARNING",
  log_format: "text",
  threads: 0,
  offline: false,
  cors_allow_origins: [],
  allowed_hosts: [],
  rate_limit_per_hour: 0,
  max_upload_mb: 100,
  max_concurrent_jobs: 99,
  job_timeout_seconds: 0.5,
  job_timeouts: { diffrhythm: 1800 },
  job_ttl_seconds: 3600,
  file_retention_days: 7,
  api_key_set: false,
  hf_token_set: false,
  redis_set: false,
  allow_open_network: false,
  database: "sqlite",
};

test("everything that the environment sets is told of, once", () => {
  const names = ENVIRONMENT.map(({ name }) => name);
  expect(names.toSorted()).toEqual(Object.keys(environment).toSorted());
  for (const { told } of ENVIRONMENT) expect(told(environment).kind).toBeTruthy();
});
