import { StudioServer } from "./server";
import { barriers, expect, open, test } from "./studio";

test.describe("installed", () => {
  test.use({ serviceWorkers: "allow" });

  test("the studio opens without its server, says so, and goes on when it is back", async ({
    page,
    studio,
  }) => {
    await open(page, "/create");
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      const caches_ = await caches.keys();
      if (!caches_.length) throw new Error("nothing is kept for later");
    });
    const manifest = await page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
      return (await fetch(link?.href ?? "")).json();
    });
    expect(manifest).toMatchObject({ name: "MusicGen Local", display: "standalone" });
    expect(manifest.icons.map((icon: { sizes: string }) => icon.sizes)).toContain("512x512");
    await studio.kill();
    await page.goto("/library");
    await expect(page.getByRole("heading", { level: 1, name: "Library" })).toBeVisible();
    await expect(page.getByText("The server doesn't answer. Waiting for it …")).toBeVisible();
    await studio.start();
    await expect(page.getByText("The server doesn't answer. Waiting for it …")).toBeHidden();
  });
});

test("a studio with a key asks for it, and plays with a cookie", async ({ page }) => {
  const locked = new StudioServer({ MGL_API_KEY: "open-sesame" });
  await locked.start();
  try {
    await page.goto(`${locked.url}/library`);
    const dialog = page.getByRole("dialog", { name: "This studio has a lock" });
    expect(await barriers(page, "light")).toEqual([]);
    await dialog.getByLabel("Key").fill("wrong");
    await dialog.getByRole("button", { name: "Open" }).click();
    await expect(dialog.getByText("That is not the key.")).toBeVisible();
    await dialog.getByLabel("Key").fill("open-sesame");
    await dialog.getByRole("button", { name: "Open" }).click();
    await expect(dialog).toBeHidden();
    const status = await page.evaluate(async () => (await fetch("/api/v1/tracks")).status);
    expect(status).toBe(200);
    expect(await page.evaluate(() => document.cookie)).toBe(""); // scripts can't read it
  } finally {
    await locked.stop();
  }
});
