import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StudioServer } from "./server";
import { barriers, expect, open, test as base, wordsOf } from "./studio";
import { WeightsHub } from "./weights-hub";

// A bundle of weights, from a hub on this machine: its licences are accepted, it is paused, goes on,
// is refused, is checked byte by byte, and goes away again.

interface Weights {
  hub: WeightsHub;
  /** The studio's own folder of models. */
  models: string;
}

const test = base.extend<object, { studio: StudioServer; weights: Weights }>({
  weights: [
    async ({}, use) => {
      const models = mkdtempSync(path.join(tmpdir(), "mgl-weights-"));
      const hub = new WeightsHub();
      await hub.start(models);
      await use({ hub, models });
      await hub.stop();
      rmSync(models, { recursive: true });
    },
    { scope: "worker", timeout: 240_000 },
  ],
  studio: [
    async ({ weights: { hub, models } }, use) => {
      const server = new StudioServer({
        HF_ENDPOINT: hub.url,
        HF_HOME: path.join(models, ".huggingface"),
        MGL_MODEL_CACHE_DIR: models,
      });
      await server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

test("weights come under their licences, are paused, refused, checked and removed", async ({
  page,
  weights: { hub, models },
}) => {
  await open(page, "/models");
  const card = page.getByRole("region", { name: "DiffRhythm", exact: true });
  await expect(card).toContainText("of about 7.7 GB are here");
  await expect(card).toContainText("Not for commercial purposes.");
  await card.getByText("Parts", { exact: true }).click();
  const part = (name: string) =>
    card
      .getByRole("list", { name: "Parts of DiffRhythm" })
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { name }) });
  const vae = part("DiffRhythm VAE");
  await expect(vae).toContainText("about 625 MB");
  await expect(vae).toContainText("LicenseRef-Stability-AI-Community");

  // nothing is fetched before both licences were shown and accepted
  const begin = card.getByRole("button", { name: "Go on with DiffRhythm", exact: true });
  await begin.click();
  const dialog = page.getByRole("dialog", { name: "Accept the licences of DiffRhythm?" });
  await expect(dialog).toContainText("CC-BY-NC-4.0");
  await dialog.getByText("Read the licence").last().press("Enter");
  const text = dialog.getByRole("region", { name: "Licence of MuQ-MuLan large" });
  await expect(text).toContainText("NonCommercial");
  expect(await barriers(page, "light")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(begin).toBeFocused();
  await expect(card).not.toContainText("Downloading");
  await begin.press("Enter");
  await dialog.getByRole("button", { name: "Accept and install" }).press("Enter");

  // it halts on the way, is paused, and goes on with what has come
  const bar = card.getByRole("progressbar", { name: "Download of DiffRhythm", exact: true });
  const share = async () => Number(await bar.getAttribute("aria-valuenow"));
  await expect.poll(share).toBeGreaterThan(0);
  const before = await share();
  await expect(part("DiffRhythm 1.2, 95 s")).toContainText("Waiting");
  expect(await barriers(page, "dark")).toEqual([]);
  await card.getByRole("button", { name: "Pause DiffRhythm" }).press("Enter");
  await expect(vae).toContainText("Paused");
  await expect(vae).toContainText("60 kB of about 625 MB are here");
  await begin.press("Enter");
  await expect(card).toContainText(/\d+(\.\d)? [kM]B\/s · .*\d sec left/);
  expect(await share()).toBeGreaterThan(before);

  // one part is refused: what the hub said and what to do, and the others stay
  const refusal = card.getByRole("alert");
  await expect(refusal).toContainText("HF_TOKEN");
  await expect(refusal).toContainText("The download failed");
  await expect(vae).toContainText("Installed");
  await expect(part("DiffRhythm 1.2, 285 s")).toContainText("Download failed");
  expect(await barriers(page, "light")).toEqual([]);
  hub.relent();
  await begin.press("Enter");
  await expect(card.getByText("5 of 5")).toBeVisible();
  await expect(card.getByRole("button", { name: /^(Install|Go on)/ })).toHaveCount(0);

  // a changed byte is found, and mended by installing that part again
  await page.reload();
  await card.getByText("Parts", { exact: true }).click();
  const file = path.join(models, "diffrhythm-vae", "vae_model.pt");
  const data = readFileSync(file);
  data[data.length >> 1] = (data[data.length >> 1] ?? 0) ^ 0xff;
  writeFileSync(file, data);
  await page.getByRole("button", { name: "More about DiffRhythm VAE" }).press("Enter");
  await page.getByRole("menuitem", { name: "Check every byte" }).press("Enter");
  await expect(vae).toContainText("vae_model.pt was changed or is damaged");
  await expect(vae).toContainText("Damaged");
  await vae.getByRole("button", { name: "Install DiffRhythm VAE again" }).click();
  await expect(vae.getByText("Installed")).toBeVisible();
  await page.getByRole("button", { name: "More about DiffRhythm VAE" }).press("Enter");
  await page.getByRole("menuitem", { name: "Check every byte" }).press("Enter");
  await expect(vae).toContainText("Checked: every byte is right.");

  await card.getByRole("button", { name: "More about DiffRhythm", exact: true }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  const asked = page.getByRole("dialog", { name: "Remove DiffRhythm?" });
  await asked.getByRole("button", { name: "Remove" }).click();
  await expect(card.getByText("0 of 5")).toBeVisible();
  await expect(card.getByRole("button", { name: "Install DiffRhythm", exact: true })).toBeVisible();
});

test.describe("on a phone, in Russian", () => {
  test.use({ locale: "ru-RU", viewport: { width: 360, height: 740 }, hasTouch: true });

  test("a bundle fits, with its licences and its parts", async ({ page }) => {
    const say = wordsOf("ru");
    const name = "DiffRhythm";
    await open(page, "/models");
    const card = page.getByRole("region", { name, exact: true });
    await card.getByText(say("models", "bundle.parts"), { exact: true }).tap();
    await expect(card.getByRole("listitem").filter({ hasText: "CC-BY-NC-4.0" })).toBeVisible();
    expect(await barriers(page, "light")).toEqual([]);
    await card
      .getByRole("button", { name: say("models", "menu", { name }) })
      .first()
      .tap();
    await page.getByRole("menuitem", { name: say("models", "actions.licence") }).tap();
    await expect(page.getByRole("dialog")).toContainText("NonCommercial");
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBe(0);
  });
});
