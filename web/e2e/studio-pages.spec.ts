import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StudioServer, type Json } from "./server";
import { barriers, expect, heardSeconds, open, test as base } from "./studio";

// The pages around the music: talked over, furnished, set up, and kept in health. This studio has
// no sounds and never asks the network, so that nothing here depends on what a machine has.

const test = base.extend<object, { studio: StudioServer }>({
  studio: [
    async ({}, use) => {
      const sounds = mkdtempSync(path.join(tmpdir(), "mgl-no-sounds-"));
      const server = new StudioServer({ MGL_OFFLINE: "1", MGL_MODEL_CACHE_DIR: sounds });
      await server.start();
      await use(server);
      await server.stop();
      rmSync(sounds, { recursive: true });
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

const DAY_SECONDS = 86_400;

test("a piece is talked over, and what was set by hand stays", async ({ page, studio }) => {
  await open(page, "/freestyle");
  const box = page.getByRole("textbox");
  await box.fill("calm lofi with guitar, no piano, 10 seconds");
  await box.press("Enter");
  const proposal = page.getByRole("region", { name: "Proposal" });
  const fact = (name: string) =>
    proposal.locator("dl > div").filter({ hasText: name }).locator("dd");
  const tempo = async () => Number.parseInt((await fact("Tempo").textContent()) ?? "", 10);
  await expect(fact("Length")).toContainText("0:10");
  const first = await tempo();
  await proposal.getByRole("button", { name: "Change the title" }).click();
  await proposal.getByRole("textbox", { name: "Title" }).fill("Window Seat");
  await proposal.getByRole("textbox", { name: "Title" }).press("Enter");
  expect(await barriers(page, "light")).toEqual([]);

  await box.fill("slower");
  await box.press("Enter");
  await expect(fact("Tempo")).toContainText(`before: ${first} bpm`);
  expect(await tempo()).toBeLessThan(first);
  const said = page.getByRole("log", { name: "Conversation" });
  await page.getByRole("button", { name: "add piano" }).click();
  await expect(fact("Players")).toContainText(/piano/i);
  await box.fill("make it smell of petrichor-xyz");
  await box.press("Enter");
  await expect(said).toContainText("petrichor-xyz");
  await expect(proposal).toContainText("Window Seat");
  const settled = await tempo();
  expect(settled).toBeLessThan(first);
  expect(await barriers(page, "dark")).toEqual([]);

  await proposal.getByRole("button", { name: "Make it" }).click();
  const listen = page.getByRole("button", { name: "Listen to Window Seat" });
  await listen.click();
  await expect.poll(() => heardSeconds(page)).toBeGreaterThan(0);
  const { items } = (await studio.call("GET", "/api/v1/tracks")) as { items: Json[] };
  const [track] = items;
  expect(track).toMatchObject({ title: "Window Seat", engine: "composer" });
  expect(Math.round(Number(track?.tempo_bpm))).toBe(settled);
  const plan = await studio.call("GET", `/api/v1/tracks/${String(track?.id)}/plan`);
  expect(JSON.stringify(plan.layers)).toMatch(/piano/);

  await page.reload();
  await expect(proposal).toContainText("Window Seat");
  await page.getByRole("button", { name: "Earlier conversations" }).click();
  const earlier = page.getByRole("dialog", { name: "Earlier conversations" });
  await expect(earlier).toContainText("calm lofi with guitar, no piano, 10 seconds");
  expect(await barriers(page, "light")).toEqual([]);
});

test("sounds say what they are, and why they can't be fetched", async ({ page }) => {
  await open(page, "/models");
  const card = page.getByRole("region", { name: "Sonivox GM" });
  await expect(card.getByText("Not installed")).toBeVisible();
  await expect(card).toContainText(/\d.*[MМ][BБ]/);
  await card.getByRole("button", { name: /^Licence of Sonivox GM/ }).click();
  const licence = page.getByRole("dialog", { name: "Licence of Sonivox GM" });
  await expect(licence.getByRole("region", { name: "The text of the licence" })).toContainText(
    /licen[cs]e/i,
  );
  expect(await barriers(page, "dark")).toEqual([]);
  await page.keyboard.press("Escape");
  await card.getByRole("button", { name: "Install Sonivox GM" }).click();
  await expect(card.getByText("Download failed", { exact: true })).toBeVisible();
  await expect(card.getByRole("alert")).toContainText(/MGL_OFFLINE|network/);
  await expect(card.getByRole("button", { name: "Install Sonivox GM" })).toBeEnabled();
  expect(await barriers(page, "light")).toEqual([]);
});

test("settings are kept at once, and what can't be is said in its place", async ({
  page,
  studio,
}) => {
  const kept = async (name: string) =>
    ((await studio.call("GET", "/api/v1/settings")).preferences as Json)[name];
  await open(page, "/settings");
  const jobs = page.getByRole("textbox", { name: "Jobs at the same time" });
  const usual = await jobs.inputValue();
  await jobs.fill("0");
  await jobs.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "whole number" })).toBeVisible();
  await expect(jobs).toHaveAttribute("aria-invalid", "true");
  expect(String(await kept("max_concurrent_jobs"))).toBe(usual);
  await jobs.fill("2");
  await jobs.press("Enter");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(jobs).toHaveValue("2");
  expect(await kept("max_concurrent_jobs")).toBe(2);
  await page.getByRole("button", { name: `Jobs at the same time: back to` }).click();
  await expect(jobs).toHaveValue(usual);
  await expect.poll(async () => String(await kept("max_concurrent_jobs"))).toBe(usual);

  await page.getByRole("combobox", { name: "Mastering" }).selectOption("Loud");
  await expect.poll(() => kept("default_master")).toBe("loud");
  await page.getByRole("button", { name: "Mastering: undo the change" }).click();
  await expect.poll(() => kept("default_master")).toBe("");
  await page.getByText("What was set before the start").click();
  await expect(page.getByRole("cell", { name: "sqlite" })).toBeVisible();
  expect(await barriers(page, "dark")).toEqual([]);
});

test("the health check finds what stopped runs left, and clears it away", async ({
  page,
  studio,
}) => {
  const staging = path.join(studio.folder, "data", "tracks", ".staging");
  const left = path.join(staging, "left-over");
  mkdirSync(left, { recursive: true });
  const long = Date.now() / 1000 - 2 * DAY_SECONDS;
  utimesSync(left, long, long);
  await open(page, "/health-check");
  const finding = page.getByRole("listitem").filter({ hasText: "Leftovers" });
  await expect(finding).toContainText("1 folder");
  expect(await barriers(page, "light")).toEqual([]);
  await finding.getByRole("button", { name: "Remove the leftovers" }).click();
  await expect(page.getByRole("status").filter({ hasText: "1 folder" })).toBeVisible();
  await expect(finding).toBeHidden();
  expect(existsSync(left)).toBe(false);
  await page.getByRole("button", { name: "Report for a bug" }).click();
  await expect(page.getByRole("dialog", { name: "Report for a bug" })).toBeVisible();
  expect(await barriers(page, "dark")).toEqual([]);
});
