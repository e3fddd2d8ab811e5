import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Json } from "./server";
import { barriers, expect, heardSeconds, open, test } from "./studio";

// One track and a louder version of it: heard, mixed, compared, described, and taken along.

test.use({ viewport: { width: 1360, height: 900 } });

const TITLE = "Amber Lamp";
const LOUDER = "Amber Lamp, louder";
const PROMPT = "calm lofi with piano and bass, 80 bpm";
const LYRICS = "[00:00.20] First light\n[00:02.00] Second thoughts\n[00:04.00] Third time";
let first = "";
let second = "";

const read = (studio: { call: (...ask: [string, string]) => Promise<Json> }, id: string) =>
  studio.call("GET", `/api/v1/tracks/${id}`);

test.beforeAll(async ({ studio }) => {
  const order = { title: TITLE, prompt: PROMPT, duration_seconds: 8, formats: ["wav"], seed: 7 };
  [first = ""] = await studio.make({ ...order, stems: true, midi: true, master: "subtle" });
  await studio.call("PATCH", `/api/v1/tracks/${first}`, { lyrics: LYRICS, artist: "Ada" });
  const again = { seed: 8, new_melody: true, title: LOUDER, formats: ["wav"], master: "loud" };
  const job = await studio.call("POST", `/api/v1/tracks/${first}/remake`, again);
  const done = await studio.finished(job.id);
  expect(done.error).toBeNull();
  [second = ""] = done.track_ids as string[];
});

/** Keeps what the page's mixers are made of, so that what they let through can be measured. */
async function tapMixers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tapped = { gains: [] as GainNode[], meters: [] as AnalyserNode[] };
    Object.assign(globalThis, { tapped });
    const { createGain, createAnalyser } = AudioContext.prototype;
    AudioContext.prototype.createGain = function tapGain() {
      const node = createGain.call(this);
      tapped.gains.push(node);
      return node;
    };
    AudioContext.prototype.createAnalyser = function tapMeter() {
      const node = createAnalyser.call(this);
      tapped.meters.push(node);
      return node;
    };
  });
}

type Tapped = { tapped: { gains: GainNode[]; meters: AnalyserNode[] } };

/** How strongly each channel of the newest mixer comes through: 1 is as recorded. */
async function factors(page: Page, channels: number): Promise<number[]> {
  return page.evaluate((count) => {
    const { gains } = (globalThis as unknown as Tapped).tapped;
    return gains.slice(-count).map(({ gain }) => Math.round(gain.value * 1000) / 1000);
  }, channels);
}

/** The loudest sample that goes through the newest mixer at this moment. */
async function peak(page: Page, channels: number): Promise<number> {
  return page.evaluate((count) => {
    const { meters } = (globalThis as unknown as Tapped).tapped;
    const samples = new Float32Array(1024);
    const peaks = meters.slice(-count).map((meter) => {
      meter.getFloatTimeDomainData(samples);
      return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    });
    return Math.max(...peaks);
  }, channels);
}

/** Where the player's element stands, whether it plays or not. */
async function at(page: Page): Promise<number> {
  return page.evaluate(() => {
    const element = [...document.querySelectorAll("audio")].find((one) => one.src);
    return element ? element.currentTime : -1;
  });
}

test("it is sought, played in part, and read along", async ({ page }) => {
  await open(page, `/library/${first}`);
  const waveform = page.getByRole("slider", { name: `Waveform of ${TITLE}` });
  const box = await waveform.boundingBox();
  if (!box) throw new Error("no waveform");
  const middle = box.y + box.height / 2;
  await page.mouse.click(box.x + box.width / 2, middle);
  await expect.poll(() => heardSeconds(page)).toBeGreaterThan(3.5);
  await page.getByRole("button", { name: "Pause", exact: true }).first().click();
  await expect.poll(() => heardSeconds(page)).toBe(-1);
  await waveform.press("Home");
  await expect.poll(() => at(page)).toBeLessThan(0.1);
  await waveform.press("ArrowRight");
  await expect.poll(() => at(page)).toBeCloseTo(5, 0);
  await waveform.press("Shift+ArrowLeft");
  await expect.poll(() => at(page)).toBeCloseTo(4, 0);

  const loop = page.getByRole("button", { name: "Loop a part" });
  await loop.click();
  await page.mouse.move(box.x + box.width * 0.25, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, middle, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.5, middle, { steps: 4 });
  await page.mouse.up();
  const end = page.getByRole("slider", { name: "Looped part: end" });
  const edge = async () => Number(await end.getAttribute("aria-valuenow"));
  await expect.poll(edge).toBeCloseTo(4, 0);
  const drawn = await edge();
  await end.press("ArrowLeft");
  await expect.poll(edge).toBeCloseTo(drawn - 0.1, 2);
  expect(await barriers(page, "light")).toEqual([]);
  await page.evaluate(() => {
    const seen = { most: 0, turns: 0 };
    Object.assign(globalThis, { seen });
    let before = 0;
    const look = () => {
      const now = [...document.querySelectorAll("audio")].find((one) => one.src)?.currentTime ?? 0;
      if (now < before - 0.8) seen.turns++;
      if (seen.turns) seen.most = Math.max(seen.most, now);
      before = now;
      requestAnimationFrame(look);
    };
    look();
  });
  await page.getByRole("button", { name: "Play", exact: true }).first().click();
  const seen = () =>
    page.evaluate(() => (globalThis as unknown as { seen: { most: number; turns: number } }).seen);
  await expect.poll(async () => (await seen()).turns).toBeGreaterThan(1);
  expect((await seen()).most).toBeLessThan(6); // the track goes on to 8
  await loop.click();

  await page.getByRole("tab", { name: "Lyrics" }).click();
  await page.getByRole("button", { name: "Second thoughts, at 0:02" }).click();
  const sung = page.locator("li[aria-current=true]");
  await expect(sung).toHaveText("Second thoughts");
  await expect(sung).toHaveText("Third time");
  expect(await barriers(page, "dark")).toEqual([]);
});

test("stems are mixed, and what is heard follows", async ({ page, studio }) => {
  await tapMixers(page);
  const { files } = await read(studio, first);
  const count = (files as Json[]).filter((file) => file.kind === "stem").length;
  expect(count).toBeGreaterThan(2);
  await open(page, `/library/${first}?tab=stems`);
  const mixer = page.getByRole("region", { name: "Mixer" });
  await mixer.getByRole("button", { name: "Play" }).click();
  await expect.poll(() => peak(page, count)).toBeGreaterThan(0.001);
  const all = (value: number) => Array.from({ length: count }, () => value);
  const only = (place: number, value: number, others: number) =>
    all(others).map((other, one) => (one === place ? value : other));
  await expect.poll(() => factors(page, count)).toEqual(all(1));
  const strips = mixer.getByRole("listitem");
  await strips.nth(0).getByRole("button", { name: /^Mute/ }).click();
  await expect.poll(() => factors(page, count)).toEqual(only(0, 0, 1));
  await strips.nth(1).getByRole("button", { name: /^Solo/ }).click();
  await expect.poll(() => factors(page, count)).toEqual(only(1, 1, 0));
  await strips
    .nth(1)
    .getByRole("slider", { name: /^Volume/ })
    .press("End");
  await expect.poll(() => factors(page, count)).toEqual(only(1, 1.995, 0)); // +6 dB
  expect(await barriers(page, "dark")).toEqual([]);
  await page.reload();
  await expect.poll(() => factors(page, count)).toEqual(only(1, 1.995, 0));
  await page.keyboard.press("0");
  await expect.poll(() => factors(page, count)).toEqual(all(1));
  await page.keyboard.press("Shift+Digit3");
  await expect.poll(() => factors(page, count)).toEqual(only(2, 1, 0));
  await mixer.getByRole("button", { name: "Reset" }).click();
  await mixer.getByRole("button", { name: "Play" }).click();
  for (const strip of await strips.all())
    await strip.getByRole("button", { name: /^Mute/ }).click();
  await expect.poll(() => peak(page, count)).toBe(0);
});

test("versions are compared equally loud, and tell where they come from", async ({
  page,
  studio,
}) => {
  await tapMixers(page);
  const [one, other] = [await read(studio, first), await read(studio, second)];
  expect(other.parent_id).toBe(first);
  const difference = Number(other.loudness_lufs) - Number(one.loudness_lufs);
  expect(difference).toBeGreaterThan(1);
  await open(page, `/library/${second}?tab=versions`);
  await expect(page.getByText("2 versions in this family.")).toBeVisible();
  const heard = page.getByRole("radiogroup", { name: "What is heard" });
  await expect(heard.getByRole("radio", { name: `A ${TITLE}` })).toBeChecked();
  await expect.poll(() => factors(page, 2)).toEqual([1, 0]); // the softer one is as it is
  await page.keyboard.press("b");
  await expect(heard.getByRole("radio", { name: `B ${LOUDER}` })).toBeChecked();
  await expect.poll(async () => (await factors(page, 2))[0]).toBe(0);
  const [, louder = 0] = await factors(page, 2);
  expect(20 * Math.log10(louder)).toBeCloseTo(-difference, 1);
  await expect(page.getByText(/^B is .* LU louder/)).toBeVisible();
  expect(await barriers(page, "light")).toEqual([]);

  await page.getByRole("tab", { name: "Provenance" }).click();
  const told = page.getByRole("tabpanel", { name: "Provenance" });
  await expect(told).toContainText(PROMPT);
  await expect(told).toContainText("composer");
  await expect(told).toContainText(String(other.seed));
  expect(await barriers(page, "dark")).toEqual([]);
  await told.getByRole("link", { name: TITLE }).click();
  await expect(page.getByRole("heading", { level: 1, name: TITLE, exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Make again" }).click();
  await expect(page.getByRole("textbox", { name: "What do you want to hear?" })).toHaveValue(
    PROMPT,
  );
  const [asked] = await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith("/api/v1/generations")),
    page.getByRole("button", { name: "Make it" }).click(),
  ]);
  const submitted = (await asked.json()) as Json;
  const [job] = (submitted.jobs as Json[] | undefined) ?? [submitted];
  const [third = ""] = (await studio.finished(job?.id)).track_ids as string[];
  expect((await read(studio, third)).seed).toBe(one.seed);
  const differs = await page.evaluate(
    async (ids) => {
      const context = new OfflineAudioContext(2, 1, 44_100);
      const [left, right] = await Promise.all(
        ids.map(async (id) => {
          const answer = await fetch(`/api/v1/tracks/${id}/audio?format=wav`);
          return (await context.decodeAudioData(await answer.arrayBuffer())).getChannelData(0);
        }),
      );
      if (!left || left.length !== right?.length) return "another length";
      return left.findIndex((sample, place) => sample !== right[place]);
    },
    [first, third],
  );
  expect(differs, "the first sample that differs").toBe(-1);
});

test("it is renamed, described by two at once, given a cover, and packed", async ({
  page,
  studio,
}) => {
  await open(page, `/library/${first}`);
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Amber Lantern");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Amber Lantern" })).toBeVisible();
  await expect.poll(async () => (await read(studio, first)).title).toBe("Amber Lantern");

  const choose = async (item: string) => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Edit details");
  const form = page.getByRole("dialog", { name: "Edit details" });
  await form.getByLabel("Artist").fill("Mine");
  await form.getByLabel("Album").fill("Lamps");
  await studio.call("PATCH", `/api/v1/tracks/${first}`, { artist: "Theirs", genre: "jazz" });
  await form.getByRole("button", { name: "Save" }).click();
  const conflict = page.getByRole("dialog", { name: "Somebody else has changed this track" });
  await expect(conflict.getByRole("radio", { name: "Yours Mine" })).toBeVisible();
  await expect(conflict.getByRole("radio", { name: "Saved meanwhile Theirs" })).toBeVisible();
  expect(await barriers(page, "light")).toEqual([]);
  await conflict.getByRole("radio", { name: "Yours Mine" }).check();
  await conflict.getByRole("button", { name: "Save this choice" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(await read(studio, first)).toMatchObject({
    artist: "Mine",
    album: "Lamps",
    genre: "jazz",
  });

  await page.getByRole("button", { name: "Vary" }).click();
  const vary = page.getByRole("dialog", { name: "Vary this piece" });
  await vary.getByRole("checkbox", { name: "A new melody" }).check();
  await expect(vary.getByText("Play something else:")).toBeVisible();
  expect(await barriers(page, "dark")).toEqual([]);
  await page.keyboard.press("Escape");
  await choose("Change cover");
  const cover = page.getByRole("dialog", { name: "Cover" });
  const file = cover.locator("input[type=file]");
  await file.setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("no") });
  await expect(cover.getByRole("alert")).toHaveText(/“x.png” can't be read as a picture/);
  const painted = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(320, 200);
    const brush = canvas.getContext("2d");
    if (brush) brush.fillStyle = "teal";
    brush?.fillRect(0, 0, 320, 200);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  const picture = { name: "teal.png", mimeType: "image/png", buffer: Buffer.from(painted) };
  await file.setInputFiles(picture);
  const use = cover.getByRole("button", { name: "Use as cover" });
  await expect(use).toBeEnabled();
  expect(await barriers(page, "dark")).toEqual([]);
  await use.click();
  await expect(cover).toBeHidden();
  const { cover: address } = await read(studio, first);
  const sides = await page.evaluate(async (url) => {
    const { width, height } = await createImageBitmap(await (await fetch(url)).blob());
    return [width, height];
  }, String(address));
  expect(sides).toEqual([200, 200]);

  await choose("Export as ZIP");
  const pack = page.getByRole("dialog", { name: "Download as one archive" });
  await pack.getByRole("checkbox", { name: "MIDI" }).check();
  expect(await barriers(page, "light")).toEqual([]);
  const saving = page.waitForEvent("download");
  await pack.getByRole("button", { name: "Make the ZIP" }).click();
  const archive = await readFile(await (await saving).path());
  expect(archive.subarray(0, 2).toString()).toBe("PK");
  expect(archive.includes(".mid")).toBe(true);
});

test("an id that leads to nothing says so", async ({ page }) => {
  await open(page, "/library/00000000000000000000000000");
  await expect(page.getByRole("heading", { name: "This track isn't there" })).toBeVisible();
  await page.getByRole("link", { name: "Go to the library" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Library" })).toBeFocused();
});
