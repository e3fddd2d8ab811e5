import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import type { Json } from "./server";
import { expect, heardSeconds, open, test, wordsOf } from "./studio";

// From words to a file: describe, correct what was understood, make, listen, vary, find, download.

const SECONDS = 8;
const PATIENCE = { timeout: 200_000 }; // composing, on a machine that has other things to do

const TRAVELLERS = [
  {
    name: "in English at a desk",
    language: "en",
    prompt: "calm lo-fi with soft piano",
    use: { viewport: { width: 1280, height: 800 }, locale: "en-US", hasTouch: false },
  },
  {
    name: "in Russian on a phone",
    language: "ru",
    prompt: "спокойный лоу-фай с мягким пианино",
    use: { viewport: { width: 360, height: 740 }, locale: "ru-RU", hasTouch: true },
  },
] as const;

/** Names and formats that are the same in every language. */
const NAMES =
  /^(MusicGen|Local|Composer|English|MP3|WAV|FLAC|OPUS|OGG|M4A|MIDI|LRC|ZIP|Ctrl|Enter|mgl|serve|dB|LUFS|lo|fi|Alt|Delete|Space|bpm)$/i;

/** Words in Latin letters that somebody who reads Russian would stumble over. */
async function foreignWords(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen: string[] = [];
    while (walker.nextNode()) {
      const around = walker.currentNode.parentElement;
      if (around?.checkVisibility() && !around.closest("[lang=en], script, style"))
        seen.push(walker.currentNode.textContent ?? "");
    }
    return seen.join(" ");
  });
  return [...new Set(text.match(/[A-Za-z]{2,}\d?[A-Za-z]*/g) ?? [])].filter(
    (word) => !NAMES.test(word),
  );
}

const tooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** A name that has a title in the place of the star. */
const anyTitle = (text: string) => new RegExp(`^${text.replace("*", ".+")}$`);

/** What the system shows on its lock screen. */
const onLockScreen = (page: Page) =>
  page.evaluate(() => navigator.mediaSession.metadata?.title ?? null);

for (const { name, language, prompt: description, use } of TRAVELLERS) {
  test.describe(name, () => {
    test.use(use);
    const say = wordsOf(language);
    const phone = use.hasTouch;
    const press = (what: Locator) => (phone ? what.tap() : what.click());
    const readable = async (page: Page) => {
      expect(await tooWide(page), "too wide by so many pixels").toBeLessThanOrEqual(0);
      if (language === "ru") expect(await foreignWords(page)).toEqual([]);
    };

    test("from words to a file", async ({ page, studio }) => {
      const prompt = page.getByRole("textbox", { name: say("create", "prompt.label") });
      const plan = page.getByRole("region", { name: say("create", "plan.title") });
      const tempo = plan.getByRole("textbox", { name: say("create", "facts.tempo") });
      const exact = page.getByRole("textbox", { name: say("create", "duration.exact") });
      const options = page.getByText(say("create", "output.title"));
      const seed = page.getByRole("textbox", { name: say("create", "seed.label") });
      const hold = page.getByRole("button", { name: say("create", "seed.lock") });
      const results = page.getByRole("region", { name: say("create", "results.title") });

      await test.step("describe, and correct what was understood", async () => {
        await open(page, "/");
        await expect(page).toHaveURL(/\/create$/);
        await expect(plan).toHaveAttribute("aria-busy", "false");
        await expect(plan.getByText(say("create", "understood.wordless"))).toBeVisible();
        await readable(page);
        await prompt.fill(description);
        await expect(plan.getByText(/lo-fi|лоу-фай/i).first()).toBeVisible();
        await expect(plan).toHaveAttribute("aria-busy", "false");
        await tempo.fill("92");
        await exact.fill(`0:0${SECONDS}`);
        await press(options);
        await press(hold);
        await press(
          page
            .getByRole("form")
            .getByRole("button", { name: say("create", "count.more"), exact: true }),
        );
        await expect(hold).toHaveAttribute("aria-pressed", "true");
        await expect(plan.getByText(`0:0${SECONDS}`)).toBeVisible();
        await readable(page);
      });

      const asked = Number(await seed.inputValue());
      await test.step("what was typed outlives a reload", async () => {
        await page.reload();
        await expect(prompt).toHaveValue(description);
        await expect(tempo).toHaveValue("92");
        await expect(exact).toHaveValue(`0:0${SECONDS}`);
        await press(options);
        await expect(seed).toHaveValue(String(asked));
        await expect(hold).toHaveAttribute("aria-pressed", "true");
      });

      await test.step("make it, and see it come", async () => {
        if (phone)
          await press(page.getByRole("button", { name: say("create", "make", { count: 2 }) }));
        else await prompt.press("Control+Enter");
        await expect(results.getByRole("progressbar")).toBeVisible();
        await expect(
          results.getByRole("button", {
            name: anyTitle(say("create", "results.listenTo", { title: "*" })),
          }),
        ).toHaveCount(2, PATIENCE);
        await expect(results.getByRole("progressbar")).toHaveCount(0);
        await expect(seed).toHaveValue(String(asked)); // it is held
        await readable(page);
      });

      const jobs = await studio.call("GET", "/api/v1/jobs?kind=generate&limit=1");
      const [job] = jobs.items as Json[];
      const ids = job?.track_ids as string[];
      const [first, second] = await Promise.all(
        ids.map((id) => studio.call("GET", `/api/v1/tracks/${id}`)),
      );
      if (!first || !second) throw new Error("two tracks were asked for");
      expect([first.seed, second.seed]).toEqual([asked, asked + 1]);
      expect(first.prompt).toBe(description);
      for (const track of [first, second]) {
        expect(track.tempo_bpm).toBeCloseTo(92, 0);
        expect(track.duration_seconds).toBeCloseTo(SECONDS, 0);
      }

      const player = page.getByRole("region", { name: say("player", "title") });
      const title = String(first.title);
      await test.step("listen", async () => {
        await press(
          results
            .getByRole("button", {
              name: say("create", "results.listenTo", { title }),
              exact: true,
            })
            .first(),
        );
        await expect.poll(() => heardSeconds(page)).toBeGreaterThan(0.3);
        const duration = await page.evaluate(
          () => [...document.querySelectorAll("audio")].find((one) => !one.paused)?.duration,
        );
        expect(Math.abs((duration ?? 0) - Number(first.duration_seconds))).toBeLessThan(0.2);
        await expect(player.getByText(title).filter({ visible: true })).toBeVisible();
        expect(await onLockScreen(page)).toBe(title);
      });

      await test.step("pause, go to another place, and on to the next", async () => {
        const controls = phone ? page.getByRole("dialog") : player;
        if (phone) await press(player.getByRole("button", { name: say("player", "open") }));
        const toggle = async (now: "play" | "pause") =>
          phone
            ? press(controls.getByRole("button", { name: say("player", now), exact: true }))
            : page.keyboard.press("k");
        await toggle("pause");
        await expect.poll(() => heardSeconds(page)).toBe(-1);
        const place = controls.getByRole("slider", { name: say("player", "position") });
        if (phone) await place.tap();
        else await place.press("End");
        const [low, high] = phone ? [3, 5] : [SECONDS - 6, SECONDS - 4];
        await expect
          .poll(async () => Number(await place.getAttribute("aria-valuenow")))
          .toBeGreaterThanOrEqual(low);
        expect(Number(await place.getAttribute("aria-valuenow"))).toBeLessThanOrEqual(high);
        await toggle("play");
        await expect.poll(() => heardSeconds(page)).toBeGreaterThan(low);
        if (phone) await press(controls.getByRole("button", { name: say("player", "next") }));
        else await page.keyboard.press("n");
        await expect.poll(() => onLockScreen(page)).toBe(second.title);
        await expect.poll(() => heardSeconds(page)).toBeGreaterThan(0.2);
        await readable(page);
        if (phone)
          await press(controls.getByRole("button", { name: say("common", "close"), exact: true }));
      });

      const search = page.getByRole("searchbox", { name: say("library", "filter.search") });
      const menu = page.getByRole("button", {
        name: say("library", "row.menu", { title }),
        exact: true,
      });
      await test.step("find it again", async () => {
        if (phone) await press(page.getByRole("link", { name: say("common", "nav.library") }));
        else {
          await page.keyboard.press("g");
          await page.keyboard.press("l");
        }
        await search.fill(title);
        await expect(page).toHaveURL(/[?&]q=/);
        await expect(menu.first()).toBeVisible();
        await page.reload();
        await expect(search).toHaveValue(title);
        await expect(menu.first()).toBeVisible();
        await readable(page);
      });

      await test.step("make a variation of it", async () => {
        await press(menu.last()); // the older one is below
        await press(page.getByRole("menuitem", { name: say("shared", "trackActions.vary") }));
        await expect(page.getByText(say("shared", "trackActions.varied", { title }))).toBeVisible();
        const newest = await studio.call("GET", "/api/v1/jobs?kind=generate&limit=1");
        const [varying] = newest.items as Json[];
        const done = await studio.finished(varying?.id);
        expect(done.status, JSON.stringify(done.error)).toBe("completed");
        const [id] = done.track_ids as string[];
        const variation = await studio.call("GET", `/api/v1/tracks/${id}`);
        expect(ids).toContain(variation.parent_id);
        expect([first.seed, second.seed]).not.toContain(variation.seed);
        const its = say("library", "row.menu", { title: String(variation.title) });
        await expect(page.getByRole("button", { name: its, exact: true })).toBeVisible();
      });

      await test.step("download it", async () => {
        await press(menu.last());
        await press(
          page.getByRole("menuitem", { name: say("shared", "trackActions.download"), exact: true }),
        );
        const saved = page.waitForEvent("download");
        const mp3 = page.getByRole("menuitem", { name: /^MP3/ });
        if (phone) await mp3.tap();
        else await mp3.press("Enter");
        const file = await saved;
        expect(file.suggestedFilename()).toMatch(/\.mp3$/);
        const bytes = await readFile(await file.path());
        const tagged = bytes.subarray(0, 3).toString("latin1") === "ID3";
        expect(tagged || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0)).toBe(true);
        expect(bytes.length).toBeGreaterThan(SECONDS * 8_000);
        const decoded = await page.evaluate(async (encoded) => {
          const file = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
          const context = new OfflineAudioContext(2, 1, 44_100);
          const { duration, numberOfChannels } = await context.decodeAudioData(file.buffer);
          return { duration, numberOfChannels };
        }, bytes.toString("base64"));
        expect(decoded.numberOfChannels).toBe(2);
        expect(Math.abs(decoded.duration - SECONDS)).toBeLessThan(0.3);
        await readable(page);
      });
    });
  });
}
