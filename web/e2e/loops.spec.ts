import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { barriers, expect, heardSeconds, open, test, wordsOf } from "./studio";

// A file is dropped, its loop is found, moved and heard, and a minute of it is made.

const SAMPLE_RATE = 44_100;
const PERIOD_SECONDS = 4;

/** A WAV, 16 bit, mono: four seconds of plucked notes, again and again; or notes that never do. */
function recording(repeats: number, comesBack: boolean): Buffer {
  const period = SAMPLE_RATE * PERIOD_SECONDS;
  let state = 7;
  const dice = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const bar = () => {
    const sound = new Float32Array(period);
    for (let note = 0; note < 8; note++) {
      const hertz = 110 * 2 ** (Math.floor(dice() * 24) / 12);
      const begun = Math.floor((note * period) / 8);
      for (let at = begun; at < Math.min(period, begun + period / 8); at++) {
        const seconds = (at - begun) / SAMPLE_RATE;
        const struck = dice() * Math.exp(-90 * seconds) * 0.3;
        sound[at] = 0.4 * Math.sin(2 * Math.PI * hertz * seconds) * Math.exp(-5 * seconds) + struck;
      }
    }
    return sound;
  };
  const first = bar();
  const file = Buffer.alloc(44 + repeats * period * 2);
  file.write("RIFF", 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLE_RATE, 24);
  file.writeUInt32LE(SAMPLE_RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(file.length - 44, 40);
  for (let time = 0; time < repeats; time++) {
    const sound = comesBack ? first : bar();
    for (let at = 0; at < period; at++) {
      file.writeInt16LE(Math.round((sound[at] ?? 0) * 30_000), 44 + (time * period + at) * 2);
    }
  }
  return file;
}

const wav = (name: string, buffer: Buffer) => ({ name, mimeType: "audio/wav", buffer });

/** Listens at the loudspeaker: `loudest()` is the most that was heard until now, 0 to 1. */
async function listenAtTheSpeaker(page: Page) {
  await page.addInitScript(() => {
    const heard = { loudest: 0 };
    Object.assign(globalThis, { heard });
    const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
    AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
      if (to instanceof AudioDestinationNode) {
        const ear = new AnalyserNode(to.context as AudioContext);
        connect.call(this, ear);
        const samples = new Float32Array(ear.fftSize);
        setInterval(() => {
          ear.getFloatTimeDomainData(samples);
          for (const one of samples) heard.loudest = Math.max(heard.loudest, Math.abs(one));
        }, 30);
      }
      return connect.call(this, to);
    } as typeof AudioNode.prototype.connect;
  });
  return () =>
    page.evaluate(() => (globalThis as unknown as { heard: { loudest: number } }).heard.loudest);
}

test("a file is dropped, its seam is heard, and a minute of it is made", async ({
  page,
  studio,
}) => {
  const loudest = await listenAtTheSpeaker(page);
  await open(page, "/loops");
  await page.locator("input[type=file]").setInputFiles(wav("four bars.wav", recording(6, true)));
  const candidates = page.getByRole("list", { name: "Loops of this recording" });
  const best = candidates.getByRole("button").first();
  await expect(best).toHaveAttribute("aria-pressed", "true");
  await expect(best).toContainText("The same samples come again");
  const seconds = async (name: string) => {
    const text = await page.getByRole("textbox", { name, exact: true }).inputValue();
    const [minutes, rest] = text.split(":").map(Number);
    return (minutes ?? 0) * 60 + (rest ?? 0);
  };
  const [start, end] = [await seconds("Start"), await seconds("End")];
  expect((end - start) / PERIOD_SECONDS).toBeCloseTo(Math.round((end - start) / PERIOD_SECONDS), 3);

  const edge = page.getByRole("slider", { name: "Loop: end" });
  await edge.focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => seconds("End")).toBeCloseTo(end - 0.09, 3);
  await expect(best).toHaveAttribute("aria-pressed", "false");
  await expect(page).toHaveURL(/end=/);
  const box = await edge.boundingBox();
  if (!box) throw new Error("the edge is not to be seen");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => seconds("End")).toBeLessThan(end - 0.3);
  await best.click();
  await expect.poll(() => seconds("End")).toBe(end);

  await page.getByRole("button", { name: "Hear the seam" }).click();
  await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeVisible();
  await expect.poll(loudest).toBeGreaterThan(0.05);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByRole("button", { name: "Hear the seam" })).toBeVisible();
  expect(await barriers(page, "light")).toEqual([]);

  const length = page.getByRole("textbox", { name: "Length" });
  await length.fill("40 parsecs");
  await page.keyboard.press("Control+Enter");
  await expect(length).toBeFocused();
  await expect(length).toHaveAttribute("aria-invalid", "true");
  await length.fill("1:00");
  await expect(page).toHaveURL(/duration=/);
  await page.keyboard.press("Control+Enter");
  const result = page.getByRole("region", { name: "The loop that was asked for" });
  await expect(result.getByText("four bars (Loop 1m)")).toBeVisible();
  expect(await barriers(page, "dark")).toEqual([]);
  await result.getByRole("button", { name: /^Listen to/ }).click();
  await expect.poll(() => heardSeconds(page)).toBeGreaterThan(0);
  const saved = page.waitForEvent("download");
  await result.getByRole("button", { name: "Download MP3" }).click();
  const bytes = [...readFileSync(await (await saved).path())];
  const decoded = await page.evaluate(async (file) => {
    const context = new OfflineAudioContext(1, 1, 48_000);
    return (await context.decodeAudioData(new Uint8Array(file).buffer)).duration;
  }, bytes);
  expect(decoded).toBeCloseTo(60, 1);

  await page.reload();
  await expect(length).toHaveValue("1:00");
  await expect(result.getByText("four bars (Loop 1m)")).toBeVisible();
  await expect(page.getByText("There is no picture")).toBeHidden(); // its peaks were kept
  await result.getByRole("link", { name: "Open in the library" }).click();
  await expect(page).toHaveURL(/\/library\/[0-9a-z]{26}/);
  const { items } = await studio.call("GET", "/api/v1/tracks");
  expect(items).toMatchObject([{ duration_seconds: 60 }]);
});

test.describe("in Russian, on a phone", () => {
  test.use({ locale: "ru-RU", viewport: { width: 360, height: 740 } });
  const say = wordsOf("ru");

  test("where nothing comes back, there are other ways", async ({ page }) => {
    await open(page, "/loops");
    await page
      .locator("input[type=file]")
      .setInputFiles(wav("без повторов.wav", recording(6, false)));
    await expect(page.getByText(say("loops", "candidates.none"))).toBeVisible();
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await wide()).toBeLessThanOrEqual(0);
    expect(await barriers(page, "light")).toEqual([]);
    await page
      .getByRole("status")
      .getByRole("button", { name: say("loops", "modes.jukebox") })
      .click();
    await page.getByRole("textbox", { name: say("loops", "window.label") }).fill("9999");
    await page.getByRole("textbox", { name: say("loops", "duration.label") }).fill("1 мин");
    await expect(page.getByRole("alert")).toContainText("3");
    await page.getByRole("textbox", { name: say("loops", "window.label") }).fill("");
    await expect(page.getByRole("alert")).toBeHidden();
    expect(await wide()).toBeLessThanOrEqual(0);
    expect(await barriers(page, "dark")).toEqual([]);
  });
});
