import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test } from "./studio";

const MOST_BYTES = 250_000;

/** What each script that came so far weighs, gzipped, whichever way it was sent. */
function scales(page: Page) {
  const scripts: Promise<[string, number]>[] = [];
  page.on("response", (response) => {
    if (!new URL(response.url()).pathname.endsWith(".js")) return;
    const weighed = response.body().then((body) => gzipSync(body).length);
    scripts.push(weighed.then((bytes) => [response.url(), bytes]));
  });
  return () => Promise.all(scripts);
}

for (const locale of ["en-US", "ru-RU"]) {
  test.describe(locale, () => {
    test.use({ locale });

    test("the form can be used when little has come", async ({ page }) => {
      const weigh = scales(page);
      await page.goto("/create");
      await page.getByRole("textbox").first().fill("rain and a slow piano");
      // the plan answers to what was typed: all of the form is at work
      await expect(page.locator("section[aria-labelledby=plan-band] button").first()).toBeVisible();
      const scripts = await weigh();
      const bytes = scripts.reduce((sum, [, one]) => sum + one, 0);
      expect(scripts.length).toBeGreaterThan(3);
      expect(bytes, JSON.stringify(scripts)).toBeLessThanOrEqual(MOST_BYTES);
    });
  });
}

test("a part that is gone is told of in its place, and the studio goes on", async ({
  page,
  complaints,
}) => {
  await page.goto("/create");
  await expect(page.getByRole("textbox").first()).toBeEditable();
  await page.route(/assets\/(shortcut-sheet|output-options)-.*\.js/, (route) => route.abort());
  await page.locator("details summary").first().click();
  const told = page.getByRole("alert").filter({ hasText: "could not be loaded" });
  await expect(told).toHaveCount(1);
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(told).toHaveCount(2);
  await page.getByRole("textbox").first().fill("rain");
  await expect(page.getByRole("textbox").first()).toHaveValue("rain");
  await page.unrouteAll();
  await told.last().getByRole("button", { name: "Reload" }).click();
  await expect(told).toHaveCount(0);
  await expect(page.getByRole("textbox").first()).toHaveValue("rain"); // what was typed is kept
  await page.locator("details summary").first().click();
  await expect(page.getByLabel("Artist")).toBeVisible();
  // React says on the console what it caught
  const others = complaints.splice(0).filter((one) => !one.includes("could not be loaded"));
  expect(others).toEqual([]);
});
