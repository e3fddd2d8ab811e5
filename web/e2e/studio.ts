import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Page, test as base, expect } from "@playwright/test";
import { StudioServer } from "./server";

interface Fixtures {
  /** What the page said on its console that nobody wants to read there. */
  complaints: string[];
}

interface WorkerFixtures {
  /** One real server for all tests of a file. */
  studio: StudioServer;
}

/** Chromium tells of every refused request by itself; those are the tests' own doing. */
const EXPECTED = /Failed to load resource|Service Worker registration blocked|net::ERR_/;

export const test = base.extend<Fixtures, WorkerFixtures>({
  studio: [
    async ({}, use) => {
      const server = new StudioServer();
      await server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
  baseURL: async ({ studio }, use) => {
    await use(studio.url);
  },
  complaints: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on("pageerror", (error) => said.push(`${error.name}: ${error.message}`));
      page.on("console", (message) => {
        const bad = message.type() === "error" || message.type() === "warning";
        if (bad && !EXPECTED.test(message.text())) said.push(message.text());
      });
      await use(said);
      expect(said, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export const PAGES = [
  "/create",
  "/freestyle",
  "/library",
  "/loops",
  "/jobs",
  "/models",
  "/settings",
  "/health-check",
] as const;

/** Opens a page and waits until it shows what it shows: nothing loads any more. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
}

/** What axe finds wrong with the page as it stands; in a theme, if one is named. */
export async function barriers(page: Page, theme?: "light" | "dark"): Promise<string[]> {
  if (theme) await page.emulateMedia({ colorScheme: theme });
  // A message that is just going would be measured half faded.
  await page.addStyleTag({ content: "[data-sonner-toast] { transition: none !important; }" });
  // Colours are measured when nothing is on its way from one to another; what turns, turns on.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
      .every((one) => one.playState !== "running"),
  );
  const all = new AxeBuilder({ page });
  // An open menu holds everything: the page behind it is away until it closes.
  const menus = await page.getByRole("menu").count();
  const { violations } = await (menus ? all.include("[role=menu]") : all)
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(" | ")}`,
  );
}

/** Where the player's audio element stands, in seconds; -1 while there is none that plays. */
export async function heardSeconds(page: Page): Promise<number> {
  return page.evaluate(() => {
    const playing = [...document.querySelectorAll("audio")].find((one) => !one.paused);
    return playing && !playing.muted && playing.volume > 0 ? playing.currentTime : -1;
  });
}

type Words = Record<string, string | object>;

/** The studio's words in a language: `say("create", "makeIt")`, with values for their places. */
export function wordsOf(language: "en" | "ru") {
  return (namespace: string, key: string, values: Record<string, string | number> = {}): string => {
    const file = new URL(`../src/locales/${language}/${namespace}.json`, import.meta.url);
    const count = values.count;
    const form =
      count === undefined ? "" : `_${new Intl.PluralRules(language).select(Number(count))}`;
    let found: unknown = JSON.parse(readFileSync(file, "utf8"));
    for (const part of `${key}${form}`.split(".")) found = (found as Words | undefined)?.[part];
    if (typeof found !== "string") throw new Error(`${language}/${namespace} has no ${key}${form}`);
    return found.replaceAll(/{{(\w+)}}/g, (_, name: string) => String(values[name] ?? ""));
  };
}
