import { barriers, expect, open, PAGES, test } from "./studio";

// Every page, as it is before anything was made: shown whole, in both languages and themes, on a
// phone and on a desk, with nothing that assistive technology stumbles over.

const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1360, height: 860 } } as const;
const LOOKS = [
  { size: "phone", locale: "ru-RU", colorScheme: "light", axe: true },
  { size: "desk", locale: "ru-RU", colorScheme: "light", axe: false },
  { size: "phone", locale: "en-US", colorScheme: "dark", axe: false },
  { size: "desk", locale: "en-US", colorScheme: "dark", axe: true },
] as const;

for (const { size, locale, colorScheme, axe } of LOOKS) {
  test.describe(`${size}, ${locale}, ${colorScheme}`, () => {
    test.use({ viewport: SIZES[size], locale, colorScheme });

    test("every page fits, holds still, and has no barriers", async ({ page }) => {
      await page.addInitScript(() => {
        const moved = { score: 0 };
        Object.assign(globalThis, { moved });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
            if (!shift.hadRecentInput) moved.score += shift.value;
          }
        }).observe({ type: "layout-shift", buffered: true });
      });
      for (const path of PAGES) {
        await open(page, path);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, `${path}: too wide by so many pixels`).toBeLessThanOrEqual(0);
        expect(await page.getAttribute("html", "lang")).toBe(locale.slice(0, 2));
        if (axe) expect(await barriers(page), path).toEqual([]);
        const moved = await page.evaluate(
          () => (globalThis as unknown as { moved: { score: number } }).moved.score,
        );
        expect(moved, `${path}: layout shift`).toBeLessThan(0.1);
      }
    });
  });
}

test("pages are reached by keyboard, are announced, and take the focus", async ({ page }) => {
  await open(page, "/create");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.locator("body").click({ position: { x: 1, y: 1 } });
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page).toHaveURL(/\/library/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByText("Library is open")).toBeAttached();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.type("settings");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings/);
});

test("language and theme are chosen at once, and stay", async ({ page }) => {
  await open(page, "/library");
  await page.getByRole("button", { name: "Language" }).click();
  await page.getByRole("menuitemradio", { name: "Русский" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Библиотека" })).toBeVisible();
  await page.getByRole("button", { name: "Оформление" }).click();
  await page.getByRole("menuitemradio", { name: "Светлое" }).click();
  await expect(page.locator("html")).not.toHaveClass(/dark/);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Библиотека" })).toBeVisible();
  await expect(page.locator("html")).not.toHaveClass(/dark/);
  await expect(page.locator("html")).toHaveAttribute("lang", "ru");
});

test("an address that leads nowhere says so", async ({ page }) => {
  await open(page, "/nowhere/at-all");
  await expect(
    page.getByRole("heading", { level: 1, name: "There is no such page" }),
  ).toBeVisible();
  await page.getByRole("link", { name: "Go to Create" }).click();
  await expect(page).toHaveURL(/\/create/);
});
