// @vitest-environment jsdom
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { savedAs } from "./fetch-file";
import { isOver, useDownloads } from "./store";

const BYTES = Buffer.alloc(300_000, 7);
let server: Server;
let base = "";
const saved: string[] = [];
const store = useDownloads.getState;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Expose-Headers", "*");
    if (request.url === "/song") {
      response.setHeader("Content-Disposition", "attachment; filename*=UTF-8''Night%20Rain.mp3");
      response.setHeader("Content-Length", BYTES.length);
      response.end(BYTES);
    } else if (request.url === "/short") {
      response.setHeader("Content-Length", BYTES.length);
      response.write(BYTES.subarray(0, 10));
      setTimeout(() => response.destroy(), 20);
    } else if (request.url === "/large") {
      response.setHeader("Content-Length", 300_000_000);
      response.write(BYTES);
    } else if (request.url === "/slow") {
      response.setHeader("Content-Length", BYTES.length);
      response.write(BYTES.subarray(0, 10));
    } else {
      response.statusCode = 404;
      const error = { code: "NOT_FOUND", message: "Gone.", recovery: "Look.", details: {} };
      response.end(JSON.stringify({ error }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  URL.createObjectURL = () => "blob:test";
  URL.revokeObjectURL = () => {};
  // jsdom doesn't navigate: what a browser would save is written down instead
  HTMLAnchorElement.prototype.click = function () {
    saved.push(`${this.getAttribute("href")?.replace(base, "")} ${this.download}`);
  };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  for (const { id } of store().items) store().remove(id);
  saved.length = 0;
});

const over = () => vi.waitFor(() => expect(store().items.every(isOver)).toBe(true), 20_000);

test("a file is fetched, saved under the server's name, and saved again without a request", async () => {
  store().add({ url: `${base}/song`, name: "song.mp3" });
  await over();
  const [item] = store().items;
  expect(item).toMatchObject({ state: "saved", name: "Night Rain.mp3", totalBytes: BYTES.length });
  store().again(item?.id ?? "");
  expect(saved).toEqual(["blob:test Night Rain.mp3", "blob:test Night Rain.mp3"]);
});

test("refusals and broken answers are failures that can be tried again", async () => {
  store().add({ url: `${base}/gone`, name: "a" });
  store().add({ url: `${base}/short`, name: "b" });
  await over();
  expect(store().items.map(({ state }) => state)).toEqual(["failed", "failed"]);
  expect(store().items[1]?.error).toMatchObject({ problem: { code: "NOT_FOUND" } });
  store().retry(store().items[1]?.id ?? "");
  await over();
  expect(store().items[1]?.state).toBe("failed");
  expect(saved).toEqual([]);
});

test("what is too large for memory is left to the browser, also if that shows late", async () => {
  store().add({ url: `${base}/known`, name: "k.wav", bytes: 500_000_000 });
  store().add({ url: `${base}/large`, name: "l.wav" });
  await over();
  expect(store().items.map(({ state }) => state)).toEqual(["handed", "handed"]);
  expect(saved).toEqual(["/known k.wav", "/large l.wav"]);
});

test("two at a time, the others wait; each can be canceled", async () => {
  for (const name of ["a", "b", "c"]) store().add({ url: `${base}/slow`, name });
  await vi.waitFor(() =>
    expect(store().items.map(({ state }) => state)).toEqual(["waiting", "fetching", "fetching"]),
  );
  for (const { id } of store().items) store().cancel(id);
  await over();
  expect(store().items.map(({ state }) => state)).toEqual(["canceled", "canceled", "canceled"]);
  store().clear();
  expect(store().items).toEqual([]);
});

test("names in Content-Disposition", () => {
  expect(savedAs("attachment; filename*=utf-8''%D0%9D%D0%BE%D1%87%D1%8C.mp3")).toBe("Ночь.mp3");
  expect(savedAs('attachment; filename="a \\"b\\".mp3"; filename*=UTF-8\'\'%E9')).toBe('a "b".mp3');
  expect(savedAs("attachment; filename=plain.zip")).toBe("plain.zip");
  expect(savedAs("inline")).toBeNull();
});
