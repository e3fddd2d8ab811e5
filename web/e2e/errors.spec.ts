import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { type Json, StudioServer } from "./server";
import { expect, open, test } from "./studio";

// Whatever can go wrong with an order: it is told in words, with what to do and the way there; what
// was typed stays, and the next try succeeds.

const words = (language: string) =>
  JSON.parse(
    readFileSync(new URL(`../src/locales/${language}/common.json`, import.meta.url), "utf8"),
  ) as { errors: { codes: Record<string, string>; todo: Record<string, string> } };

const PROMPT = "slow piano with rain, 70 bpm";
const ORDERS = "**/api/v1/generations";

// The order itself is at fault: sending it again as it is would not help.
const FINAL = /INVALID_|VALIDATION|TOO_LARGE|NOT_FOUND/;
// Advice for programs is replaced by the page's own.
const FOR_PROGRAMS = /(GET|POST) \/|X-API-Key/;
const WAYS: Record<string, { name: string; path: string }> = {
  MODEL_NOT_INSTALLED: { name: "Models & sounds", path: "/models" },
  ASSET_CORRUPT: { name: "Models & sounds", path: "/models" },
  DOWNLOAD_FAILED: { name: "Models & sounds", path: "/models" },
  DISK_FULL: { name: "System health", path: "/health-check" },
  NOT_WRITABLE: { name: "System health", path: "/health-check" },
  UNREACHABLE: { name: "System health", path: "/health-check" },
};

interface Refused {
  status: number;
  error: { code: string; message: string; recovery: string; details: Json };
}

/** Every code of the API with its status and example, as the server documents them. */
async function contract(studio: StudioServer): Promise<Refused[]> {
  const document = await studio.call("GET", "/openapi.json");
  const { ErrorCode } = (document.components as { schemas: Record<string, { enum: string[] }> })
    .schemas;
  const examples = new Map<string, Refused>();
  for (const routes of Object.values(document.paths as Record<string, Record<string, Json>>)) {
    for (const { responses = {} } of Object.values(routes)) {
      for (const [status, response] of Object.entries(responses as Record<string, Json>)) {
        const content = (response.content ?? {}) as Record<string, { examples?: Json }>;
        for (const [code, { value }] of Object.entries(
          (content["application/json"]?.examples ?? {}) as Record<string, { value: Json }>,
        )) {
          const error = value.error as Refused["error"] | undefined;
          if (error && !examples.has(code)) examples.set(code, { status: Number(status), error });
        }
      }
    }
  }
  return (ErrorCode?.enum ?? []).map(
    (code) =>
      examples.get(code) ?? {
        status: 409, // an error of jobs, which no route answers by itself
        error: { code, message: `It broke: ${code}.`, recovery: `Mend ${code}.`, details: {} },
      },
  );
}

const prompt = (page: Page) => page.getByRole("textbox", { name: "What do you want to hear?" });
const make = (page: Page) => page.getByRole("button", { name: "Make it" });
const refusal = (page: Page): Locator => page.getByRole("form").getByRole("alert");

async function accepted(page: Page, act: () => Promise<void>): Promise<void> {
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.url().endsWith("/generations") && one.status() === 202),
    act(),
  ]);
  expect(((await answer.json()) as Json).status).toBe("queued");
  await expect(refusal(page)).toBeHidden();
}

test("every code is told, leaves what was typed, and the next try succeeds", async ({
  page,
  studio,
}) => {
  const { codes, todo } = words("en").errors;
  const all = await contract(studio);
  expect(all.length).toBeGreaterThan(15);
  await studio.call("POST", "/api/v1/queue/pause"); // orders are taken, and cost nothing
  let next: Refused | null = null;
  await page.route(ORDERS, async (route) => {
    if (!next) return route.continue();
    const { status, error } = next;
    next = null;
    await route.fulfill({ status, json: { error, message: error.message, detail: error.message } });
  });
  await open(page, "/create");
  await prompt(page).fill(PROMPT);
  for (const one of all) {
    const { code, message, recovery } = one.error;
    await test.step(code, async () => {
      expect(codes[code], "its title").toBeTruthy();
      expect(todo[code], "what to do").toBeTruthy();
      next = one;
      await page.keyboard.press("Control+Enter");
      const lock = page.getByRole("dialog", { name: "This studio has a lock" });
      if (code === "UNAUTHORIZED") {
        await expect(lock).toBeVisible();
        await page.keyboard.press("Escape");
      }
      const told = FOR_PROGRAMS.test(recovery) ? todo[code] : recovery;
      for (const sentence of [codes[code], message, told]) {
        await expect(refusal(page)).toContainText(sentence ?? "");
      }
      if (code === "UNAUTHORIZED") {
        await refusal(page).getByRole("button", { name: "Enter the key" }).click();
        await expect(lock).toBeVisible();
        await page.keyboard.press("Escape");
      }
      const way = WAYS[code];
      const links = refusal(page).getByRole("link");
      if (way) await expect(links).toHaveAttribute("href", way.path);
      else await expect(links).toHaveCount(0);
      await expect(prompt(page)).toHaveValue(PROMPT);
      if (code === "INVALID_PROMPT") await expect(prompt(page)).toBeFocused();
      const again = refusal(page).getByRole("button", { name: "Try again" });
      await expect(again).toHaveCount(FINAL.test(code) ? 0 : 1);
      await accepted(page, () => (FINAL.test(code) ? make(page) : again).click());
    });
  }
  await expect(page.getByText("The queue is paused: it waits there")).toBeVisible();
  next = all.find(({ error }) => error.code === "DISK_FULL") ?? null;
  await make(page).click();
  await refusal(page).getByRole("link", { name: "System health" }).click();
  await expect(page).toHaveURL(/\/health-check$/);
  await page.goBack();
  await expect(prompt(page)).toHaveValue(PROMPT);
});

test("no answer, a proxy's page, and a stream that breaks", async ({ page, context, studio }) => {
  const waiting = await studio.call("GET", "/api/v1/jobs?status=queued&limit=100");
  for (const { id } of waiting.items as Json[]) {
    await studio.call("POST", `/api/v1/jobs/${String(id)}/cancel`);
  }
  await studio.call("POST", "/api/v1/queue/resume");
  await page.route("**/api/v1/events**", (route) => route.abort()); // never comes through
  await open(page, "/create?duration=5");
  await prompt(page).fill(PROMPT);
  await context.setOffline(true);
  await make(page).click();
  await expect(refusal(page).first()).toContainText("The server doesn't answer");
  await expect(refusal(page).first()).toContainText("What you have typed is kept.");
  await context.setOffline(false);
  await page.route(ORDERS, (route) =>
    route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }),
  );
  await page.getByRole("form").getByRole("button", { name: "Try again" }).last().click();
  await expect(refusal(page)).toContainText("The server doesn't answer");
  await expect(page.getByText("Bad Gateway")).toBeHidden();
  await page.unroute(ORDERS);
  await refusal(page).getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("The queue is paused")).toHaveCount(0);
  const listen = page.getByRole("button", { name: /^Listen to / });
  await expect(listen).toBeVisible({ timeout: 120_000 }); // it is asked for where no stream comes
  await expect(prompt(page)).toHaveValue(PROMPT);
});

test("a prompt that is too long, an engine and a track that are not there", async ({ page }) => {
  await open(page, "/create");
  await prompt(page).fill("rain ".repeat(401));
  await expect(refusal(page)).toContainText("The description can't be used");
  await expect(refusal(page)).toContainText("2,000 is the most");
  await expect(refusal(page).getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expect(prompt(page)).toHaveValue(/^rain rain/);
  await prompt(page).fill(PROMPT);
  await expect(refusal(page)).toHaveCount(0);
  await open(page, "/create/nothing-of-that-name");
  await expect(page.getByText("There is no engine called “nothing-of-that-name”")).toBeVisible();
  await page.getByRole("link", { name: "Use the default engine" }).click();
  await expect(prompt(page)).toBeVisible();
  await page.goto("/library/trk_00000000000000000000000000");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(/isn't there|no such|not found/i);
});

test.describe("in Russian", () => {
  test.use({ locale: "ru-RU" });

  test("the page tells it in its own words, and the server's stand beneath", async ({ page }) => {
    const { codes, todo } = words("ru").errors;
    await page.route(ORDERS, (route) =>
      route.fulfill({
        status: 507,
        json: {
          error: { code: "DISK_FULL", message: "2 MB are left.", recovery: "Go.", details: {} },
        },
      }),
    );
    await open(page, "/create");
    await page.getByRole("textbox", { name: "Что вы хотите услышать?" }).fill("пианино");
    await page.getByRole("button", { name: "Создать", exact: true }).click();
    await expect(refusal(page)).toContainText(codes.DISK_FULL ?? "");
    await expect(refusal(page)).toContainText(todo.DISK_FULL ?? "");
    await expect(refusal(page).locator("[lang=en]")).toHaveText("2 MB are left. Go.");
    await expect(refusal(page).getByRole("link")).toHaveText("Состояние системы");
  });
});

test("a lock that has shut again, and a limit that is reached", async ({ page, context }) => {
  const strict = new StudioServer({ MGL_API_KEY: "open-sesame", MGL_RATE_LIMIT_PER_HOUR: "200" });
  await strict.start();
  const lock = page.getByRole("dialog", { name: "This studio has a lock" });
  const enter = async () => {
    await lock.getByLabel("Key").fill("open-sesame");
    await lock.getByRole("button", { name: "Open" }).click();
    await expect(lock).toBeHidden();
  };
  try {
    await page.goto(`${strict.url}/create?duration=5`);
    await enter();
    await prompt(page).fill(PROMPT);
    // Whatever asks first is told of the lock: it is to be the order, not the plan of the words.
    const plan = page.getByRole("region", { name: "What will be played" });
    await expect(plan).toContainText("70 bpm");
    await expect(plan).toHaveAttribute("aria-busy", "false");
    await context.clearCookies();
    await make(page).click();
    await enter();
    await expect(refusal(page)).toContainText("A key is needed");
    await accepted(page, () => refusal(page).getByRole("button", { name: "Try again" }).click());
    await page.evaluate(async () => {
      for (let status = 200; status !== 429;) {
        const answers = Array.from({ length: 25 }, () => fetch("/api/v1/queue"));
        for (const answer of await Promise.all(answers)) status = answer.status;
      }
    });
    await make(page).click();
    await expect(refusal(page).last()).toContainText("Too many requests: 200 an hour are allowed.");
    await expect(refusal(page).last()).toContainText(/Wait \d+ s and try again/);
    await expect(prompt(page)).toHaveValue(PROMPT);
  } finally {
    await strict.stop();
  }
});
