// The part of bench_web.py that drives a browser. Read from the standard input in web/, so that
// Playwright and Vite are found there: node --input-type=module - browser | scroll ADDRESS
import { chromium } from "@playwright/test";
import { runnerImport } from "vite";

const FRAMES = 300;
const CALM_FRAMES = 10;
const ROW_PIXELS = 56;
const [what, address] = process.argv.slice(2);
const { module: browser } = await runnerImport("./e2e/browser.ts");
const executablePath = await browser.browserPath();

if (what === "browser") console.log(executablePath);
else console.log(JSON.stringify(await scrolling()));

async function scrolling() {
  const running = await chromium.launch({
    executablePath,
    args: browser.browserArguments,
  });
  const figures = {};
  try {
    for (const view of ["table", "grid", "plain"]) {
      const page = await running.newPage({
        viewport: { width: 1360, height: 860 },
      });
      if (view === "plain") await plain(page);
      else await library(page, view);
      figures[view] = {
        slow: await measured(page, 60),
        fast: await measured(page, 400),
        ...(view === "plain" ? {} : { endSeconds: await toTheEnd(page) }),
      };
      await page.close();
    }
  } finally {
    await running.close();
  }
  return figures;
}

async function library(page, view) {
  const chosen = JSON.stringify({ view, density: "comfortable", hidden: [] });
  await page.addInitScript(
    (value) => localStorage.setItem("mgl.library.view.v1", value),
    chosen,
  );
  await page.goto(`${address}/library`);
  await page.locator("[data-track]").first().waitFor();
}

/** As many rows of nothing but text: what this machine's browser can do at best. */
async function plain(page) {
  await page.setContent(
    `<main style="height: 100vh; overflow-y: auto"></main>`,
  );
  await page.evaluate((height) => {
    const row = (_, at) => `<div style="height: ${height}px">Track ${at}</div>`;
    document.querySelector("main").innerHTML = Array.from(
      { length: 10_000 },
      row,
    ).join("");
  }, ROW_PIXELS);
}

/** The frames' times, and the main thread's work for each: that counts on a busy machine, too. */
async function measured(page, pixels) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await tools.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
  };
  const before = await worked();
  const times = await frames(page, pixels);
  const work = ((await worked()) - before) / (FRAMES + CALM_FRAMES);
  await tools.detach();
  return { times, work };
}

/** The milliseconds between frames while the list is scrolled by so many pixels in each. */
async function frames(page, pixels) {
  return page.evaluate(
    async ([step, count, calm]) => {
      const main = document.querySelector("main");
      main.scrollTop = 0;
      const frame = () => new Promise(requestAnimationFrame);
      for (let at = 0; at < calm; at++) await frame();
      const times = [];
      let before = await frame();
      for (let at = 0; at < count; at++) {
        main.scrollTop += step;
        const now = await frame();
        times.push(now - before);
        before = now;
      }
      return times;
    },
    [pixels, FRAMES, CALM_FRAMES],
  );
}

/** Seconds from a jump to the list's end until its last line is drawn; all lines are read for it. */
async function toTheEnd(page) {
  return page.evaluate(async () => {
    const main = document.querySelector("main");
    const last = () => {
      const grid = main.querySelector("[role=grid]");
      const line = grid.querySelector(`[aria-rowindex="${grid.ariaRowCount}"]`);
      return (
        line &&
        (line.matches("[data-track]") || line.querySelector("[data-track]"))
      );
    };
    const began = performance.now();
    while (!last()) {
      main.scrollTop = main.scrollHeight;
      await new Promise(requestAnimationFrame);
    }
    return (performance.now() - began) / 1000;
  });
}
