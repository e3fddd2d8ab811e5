import type { Locator, Page } from "@playwright/test";
import type { Json } from "./server";
import { expect, open, test } from "./studio";

// A page that is loaded again, a second window, a server that dies in the middle, a changed mind:
// what was asked for is made all the same, once.

const LONG = "slow piano with rain";
const PATIENCE = { timeout: 200_000 }; // composing, on a machine that has other things to do
const AWAY = "The server doesn't answer. Waiting for it …";

/** The names of what waits, in its order. */
const waitingIn = (place: Page | Locator) =>
  place.getByRole("list", { name: "Waiting" }).getByText(/^take (one|two)$/);

test("what was asked for is made, whatever happens meanwhile", async ({
  page,
  context,
  studio,
}) => {
  const job = (id: unknown) => studio.call("GET", `/api/v1/jobs/${String(id)}`);
  const statusOf = async (id: unknown) => (await job(id)).status;
  await studio.call("PATCH", "/api/v1/settings", { max_concurrent_jobs: 1 }); // the others wait
  const prompt = page.getByRole("textbox", { name: "What do you want to hear?" });
  const results = page.getByRole("region", { name: "Just made" });

  await open(page, "/create?duration=150");
  await prompt.fill(LONG);
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.url().endsWith("/generations") && one.ok()),
    page.keyboard.press("Control+Enter"),
  ]);
  const { id } = (await answer.json()) as Json;
  await expect.poll(() => statusOf(id), PATIENCE).toBe("running");
  const order = (title: string, duration_seconds: number) =>
    studio.call("POST", "/api/v1/generations", { prompt: "rain", title, duration_seconds });
  await order("take one", 5);
  const two = await order("take two", 5);

  const other = await context.newPage();
  const row = (name: string) => other.getByRole("progressbar", { name: `Progress of ${name}` });
  await test.step("a reload and a second window show the same job", async () => {
    await page.reload();
    await expect(results.getByText(LONG)).toBeVisible();
    await expect(results.getByRole("progressbar")).toHaveCount(1);
    await open(other, "/jobs");
    await expect(row(LONG)).toBeVisible();
    expect(await job(id)).toMatchObject({ status: "running", attempts: 1 });
  });

  await test.step("two that wait change places, in the window and in the drawer", async () => {
    await expect(waitingIn(other)).toHaveText(["take one", "take two"]);
    await other.getByRole("button", { name: "Place of take two in the queue" }).click();
    await other.getByRole("menuitem", { name: "To the front" }).click();
    await expect(waitingIn(other)).toHaveText(["take two", "take one"]);
    await expect.poll(async () => (await job(two.id)).queue_position).toBe(1);
    await page.getByRole("button", { name: "Jobs: 3 at work" }).click();
    const drawer = page.getByRole("dialog", { name: "Jobs" });
    await expect(drawer.getByRole("progressbar", { name: `Progress of ${LONG}` })).toBeVisible();
    await expect(waitingIn(drawer)).toHaveText(["take two", "take one"]);
    await page.keyboard.press("Escape");
  });

  await test.step("the server dies, and what is typed stays", async () => {
    await prompt.fill("something else, half a sen");
    await studio.kill();
    await expect(page.getByText(AWAY)).toBeVisible();
    await prompt.pressSequentially("tence");
    await studio.start();
    await expect(page.getByText(AWAY)).toBeHidden();
    await expect(prompt).toHaveValue("something else, half a sentence");
  });

  await test.step("it is tried again by itself", async () => {
    await expect.poll(async () => (await job(id)).attempts, PATIENCE).toBe(2);
    await expect(results.getByRole("progressbar")).toHaveCount(1);
  });

  await test.step("it is ready, once", async () => {
    await expect(results.getByRole("button", { name: /^Listen to / })).toHaveCount(1, PATIENCE);
    const done = await job(id);
    expect(done).toMatchObject({ status: "completed", attempts: 2 });
    expect(done.track_ids).toHaveLength(1);
    const { items } = await studio.call("GET", "/api/v1/tracks");
    const made = (items as Json[]).filter((track) => track.prompt === LONG);
    expect(made.map((track) => track.id)).toEqual(done.track_ids);
    await expect(prompt).toHaveValue("something else, half a sentence");
  });

  await test.step("one that runs is stopped, and made again after all", async () => {
    const three = await order("take three", 150);
    await expect(row("take three")).toBeVisible(PATIENCE);
    await other.getByRole("button", { name: "Stop take three" }).click();
    const again = other.getByRole("button", { name: "Try again: take three" });
    await expect(again).toBeVisible();
    expect(await statusOf(three.id)).toBe("canceled");
    await again.click();
    await expect(row("take three")).toBeVisible(PATIENCE);
    await page.getByRole("button", { name: "Jobs: 1 at work" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop take three" }).click();
    await expect(again).toBeVisible();
    expect(await job(three.id)).toMatchObject({ status: "canceled", track_ids: [] });
  });
});
