import type { Locator, Page } from "@playwright/test";
import type { Json } from "./server";
import { barriers, expect, heardSeconds, open, test } from "./studio";

// The library of somebody who keeps it in order: found, chosen, described, collected, thrown away.

test.use({ viewport: { width: 1360, height: 860 } });

const SEEDED: Json[] = [
  { title: "Amber Rain", artist: "Ada", genre: "lofi", rating: 5, tags: ["rain", "calm"] },
  { title: "Blue Hour", artist: "Ada", genre: "jazz", rating: 3, tags: ["rain"] },
  { title: "Cold Harbour", artist: "Bo", genre: "ambient", rating: null, tags: ["sea"] },
  { title: "Dawn Chorus", artist: "Bo", genre: "ambient", rating: 4, tags: [] },
  { title: "Ember Field", artist: "", genre: "house", rating: null, tags: [] },
];
const [AMBER = "", BLUE = "", COLD = "", DAWN = "", EMBER = ""] = SEEDED.map((one) =>
  String(one.title),
);
const NEWEST_FIRST = [EMBER, DAWN, COLD, BLUE, AMBER];

const ids: Record<string, string> = {};

test.beforeAll(async ({ studio }) => {
  const made = await studio.make(...SEEDED.map(() => ({ prompt: "lofi", duration_seconds: 5 })));
  for (const [place, id] of made.entries()) {
    const described: Json = { favorite: false, tempo_bpm: 80 + place, ...SEEDED[place] };
    await studio.call("PATCH", `/api/v1/tracks/${id}`, described);
    ids[String(described.title)] = id;
  }
});

const list = (page: Page) => page.getByRole("grid", { name: "Tracks" });
const row = (page: Page, title: string) => page.locator(`[data-track="${ids[title]}"]`);
const place = (page: Page, name: string | RegExp) =>
  page.getByRole("navigation", { name: "Places in the library" }).getByRole("link", { name });
const toast = (page: Page, text: string | RegExp) =>
  page.getByRole("listitem").filter({ hasText: text });

async function shows(page: Page, ...titles: string[]): Promise<void> {
  await expect(page.locator("[data-track] a[href^='/library/']")).toHaveText(titles);
}

async function fromMenu(page: Page, title: string, item: string): Promise<void> {
  await row(page, title).click({ button: "right" });
  await page.getByRole("menuitem", { name: item }).click();
}

async function undo(said: Locator): Promise<void> {
  await said.getByRole("button", { name: "Undo" }).click();
}

test("words, filters and order stand in the address", async ({ page, studio }) => {
  await open(page, "/library");
  await shows(page, ...NEWEST_FIRST);
  expect(await barriers(page, "light")).toEqual([]);

  await page.getByRole("searchbox").fill("rain");
  await expect(page).toHaveURL(/q=rain/);
  await shows(page, BLUE, AMBER);
  await page.getByRole("columnheader", { name: "Rating" }).getByRole("button").click();
  await shows(page, AMBER, BLUE);
  await page.getByRole("columnheader", { name: "Title" }).getByRole("button").click();
  await page.getByRole("columnheader", { name: "Title" }).getByRole("button").click();
  await shows(page, BLUE, AMBER);
  await expect(page.getByRole("columnheader", { name: "Title" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );

  await page.getByRole("button", { name: "Filters", exact: true }).click();
  const filters = page.getByRole("dialog", { name: "Filters" });
  await filters.getByRole("checkbox", { name: "calm" }).click();
  await shows(page, AMBER);
  expect(await barriers(page, "dark")).toEqual([]);
  await filters.getByRole("slider", { name: "At least" }).press("5");
  await page.keyboard.press("Escape");
  await expect(filters).toBeHidden();
  const chosen = page.url();
  for (const part of ["q=rain", "calm", "rating=5", "sort=title", "order=desc"])
    expect(chosen).toContain(part);

  await page.reload();
  await shows(page, AMBER);
  await expect(page.getByRole("searchbox")).toHaveValue("rain");
  await page.getByRole("link", { name: AMBER, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: AMBER })).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(chosen);
  await shows(page, AMBER);

  await page.getByRole("button", { name: "Remove the filter 5 stars or more" }).click();
  await page.getByRole("button", { name: "Remove the filter #calm" }).click();
  await shows(page, BLUE, AMBER);
  await page.getByRole("searchbox").fill("no such words");
  await expect(page.getByRole("heading", { name: "Nothing fits" })).toBeVisible();
  expect(await barriers(page, "light")).toEqual([]);
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await shows(page, ...NEWEST_FIRST.toSorted().reverse());

  await page.getByRole("radio", { name: "Cards" }).click();
  await expect(list(page).getByRole("gridcell")).toHaveCount(SEEDED.length);
  await page.reload();
  await expect(list(page).getByRole("gridcell")).toHaveCount(SEEDED.length);
  expect(await barriers(page, "dark")).toEqual([]);
  await page.getByRole("radio", { name: "Table" }).click();
  await place(page, /All tracks/).click();
  await shows(page, ...NEWEST_FIRST);
  expect((await studio.call("GET", "/api/v1/tracks")).total).toBe(SEEDED.length);
});

test("several are chosen by keys and pointer, and changed in what is said", async ({
  page,
  studio,
}) => {
  const told = async () => {
    const { items } = (await studio.call("GET", "/api/v1/tracks?sort=title&order=asc")) as {
      items: Json[];
    };
    return items.map((track): Json => ({ ...track, updated_at: null })); // which changes of itself
  };
  const bar = page.getByRole("toolbar", { name: "Selected tracks" });
  await open(page, "/library");
  await row(page, EMBER).focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(bar).toContainText("2 selected");
  await row(page, BLUE).click({ modifiers: ["ControlOrMeta"], position: { x: 5, y: 5 } });
  await row(page, AMBER).click({ modifiers: ["Shift"], position: { x: 5, y: 5 } });
  await expect(bar).toContainText("4 selected");
  await page.keyboard.press("ControlOrMeta+a");
  await expect(bar).toContainText("5 selected");
  await page.keyboard.press("Escape");
  await expect(bar).toBeHidden();
  for (const title of [COLD, BLUE, AMBER])
    await page.getByRole("checkbox", { name: `Select ${title}` }).click();
  expect(await barriers(page, "light")).toEqual([]);

  const before = await told();
  await bar.getByRole("button", { name: "Edit details and tags" }).click();
  const form = page.getByRole("dialog", { name: "Edit details" });
  await expect(form.getByLabel("Artist")).toHaveAttribute("placeholder", "Mixed: Ada, Bo");
  await expect(form.getByLabel("Artist")).toHaveValue("");
  expect(await barriers(page, "dark")).toEqual([]);
  await form.getByLabel("Album").fill("Weather");
  await form.getByLabel("Add tags").fill("night");
  await form.getByLabel("Remove tags").fill("rain");
  await form.getByRole("button", { name: "Show what changes" }).click();
  const changes = page.getByRole("dialog", { name: "What will change" });
  await expect(changes.getByText("3 tracks change.")).toBeVisible();
  await changes.getByRole("button", { name: "Save for 3 tracks" }).click();
  await expect(toast(page, "3 tracks changed")).toBeVisible();
  const edited = before.map((track) =>
    [COLD, BLUE, AMBER].includes(String(track.title))
      ? {
          ...track,
          album: "Weather",
          tags: [...(track.tags as string[]).filter((tag) => tag !== "rain"), "night"].sort(),
        }
      : track,
  );
  const sorted = (tracks: Json[]) =>
    tracks.map((track) => ({ ...track, tags: (track.tags as string[]).toSorted() }));
  expect(sorted(await told())).toEqual(sorted(edited));
  await undo(toast(page, "3 tracks changed"));
  await expect.poll(async () => sorted(await told())).toEqual(sorted(before));

  await bar.getByRole("slider", { name: "Rate all selected" }).press("2");
  const ratings = async () => (await told()).map((track) => track.rating);
  await expect.poll(ratings).toEqual([2, 2, 2, 4, null]);
  await bar.getByRole("button", { name: "Select none" }).click();
  await row(page, EMBER).focus();
  await page.keyboard.press("1");
  await page.keyboard.press("f");
  await expect.poll(ratings).toEqual([2, 2, 2, 4, 1]);
  await expect(place(page, "Favorites 1")).toBeVisible();
  await page.getByRole("button", { name: `Favorite: ${EMBER}` }).click();
  await expect(place(page, "Favorites 0")).toBeVisible();
});

test("tracks are collected, and a deleted collection comes back whole", async ({
  page,
  studio,
}) => {
  const inside = async () => {
    const { items } = (await studio.call("GET", "/api/v1/collections")) as { items: Json[] };
    const evening = items.find((one) => one.name === "Evening");
    if (!evening) return null;
    const route = `/api/v1/tracks?collection=${String(evening.id)}&sort=position&order=asc`;
    const tracks = (await studio.call("GET", route)) as { items: Json[] };
    return tracks.items.map((track) => track.title);
  };
  await open(page, "/library");
  await page.getByRole("button", { name: "New collection" }).click();
  const naming = page.getByRole("dialog", { name: "New collection" });
  await naming.getByLabel("Name").fill("Evening");
  expect(await barriers(page, "light")).toEqual([]);
  await naming.getByRole("button", { name: "Save" }).click();
  const evening = place(page, /^Evening/);
  await expect(evening).toBeVisible();

  await page.getByRole("checkbox", { name: `Select ${DAWN}` }).click();
  await page.getByRole("checkbox", { name: `Select ${BLUE}` }).click();
  await row(page, DAWN).dragTo(evening);
  await expect.poll(inside).toEqual([DAWN, BLUE]);
  await fromMenu(page, AMBER, "Add to a collection …");
  const collect = page.getByRole("dialog", { name: "Add to a collection" });
  expect(await barriers(page, "dark")).toEqual([]);
  await collect.getByRole("button", { name: /^Evening/ }).click();
  await expect.poll(inside).toEqual([DAWN, BLUE, AMBER]);

  await evening.click();
  await expect(page.getByRole("heading", { level: 1, name: "Evening" })).toBeVisible();
  await shows(page, DAWN, BLUE, AMBER);
  await fromMenu(page, BLUE, "Take out of this collection");
  await shows(page, DAWN, AMBER);
  await undo(toast(page, "1 track taken out of “Evening”"));
  await shows(page, DAWN, AMBER, BLUE);

  await fromMenu(page, AMBER, "Move to the trash");
  await shows(page, DAWN, BLUE);
  await page.getByRole("button", { name: "The collection" }).click();
  await page.getByRole("menuitem", { name: "Delete the collection" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Library" })).toBeVisible();
  await expect.poll(inside).toBeNull();
  await undo(toast(page, "The collection “Evening” is deleted"));
  await expect.poll(inside).toEqual([DAWN, BLUE]);
  await studio.call("POST", `/api/v1/tracks/${ids[AMBER]}/restore`);
  expect(await inside()).toEqual([DAWN, AMBER, BLUE]);
});

test("the queue is put into another order by keys, and plays in it", async ({ page }) => {
  await open(page, "/library?sort=title");
  await shows(page, AMBER, BLUE, COLD, DAWN, EMBER);
  await page.getByRole("button", { name: "Play all" }).click();
  await expect.poll(() => heardSeconds(page)).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Queue", exact: true }).click();
  const queue = page.getByRole("dialog", { name: "Queue" });
  const handle = (title: string, at: number) =>
    queue.getByRole("button", { name: `Move ${title}, now number ${at}` });
  await handle(EMBER, 5).press("Home");
  await handle(EMBER, 1).press("ArrowDown");
  await expect(handle(EMBER, 2)).toBeFocused();
  await expect(queue.getByText(`${EMBER} is now number 2 of 5`)).toBeAttached();
  expect(await barriers(page, "light")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(queue).toBeHidden();
  await page.getByRole("button", { name: "Next track" }).click();
  await expect(page.getByRole("region", { name: "Player" })).toContainText(EMBER);
});

test("what is made meanwhile comes in without moving what is looked at", async ({
  page,
  studio,
}) => {
  await page.setViewportSize({ width: 1360, height: 270 });
  await open(page, "/library");
  await shows(page, ...NEWEST_FIRST);
  await page.locator("#main").evaluate((main) => main.scrollTo(0, 300));
  await expect(row(page, AMBER)).toBeInViewport();
  const top = async () => Math.round((await row(page, AMBER).boundingBox())?.y ?? -1);
  const before = await top();
  const order = { prompt: "lofi", title: "Fresh Snow", duration_seconds: 5, formats: ["mp3"] };
  const job = await studio.call("POST", "/api/v1/generations", order);
  await studio.finished(job.id);
  await expect(list(page)).toHaveAttribute("aria-rowcount", String(SEEDED.length + 2));
  await expect(page.getByRole("link", { name: "Fresh Snow", exact: true })).toBeAttached();
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  const [fresh] = (await studio.finished(job.id)).track_ids as string[];
  await studio.call("POST", "/api/v1/tracks/purge:batch", { track_ids: [fresh] });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("everything is within reach, and nothing is in the way", async ({ page }) => {
    await open(page, "/library");
    await shows(page, ...NEWEST_FIRST);
    await page.getByRole("button", { name: "Filters", exact: true }).tap();
    const filters = page.getByRole("dialog", { name: "Filters" });
    await filters.getByRole("checkbox", { name: "rain" }).tap();
    expect(await barriers(page, "light")).toEqual([]);
    await filters.getByRole("button", { name: "Show the tracks" }).tap();
    await shows(page, BLUE, AMBER);

    await page.getByRole("button", { name: `Actions for ${AMBER}` }).tap();
    await expect(page.getByRole("menu")).toBeVisible();
    expect(await barriers(page, "dark")).toEqual([]);
    await page.getByRole("menuitem", { name: "Select" }).tap();
    const bar = page.getByRole("toolbar", { name: "Selected tracks" });
    await expect(bar).toContainText("1 selected");
    expect(await barriers(page, "light")).toEqual([]);
    await bar.getByRole("button", { name: "Select none" }).tap();

    await page.getByRole("button", { name: `Play ${BLUE}` }).tap();
    await expect.poll(() => heardSeconds(page)).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Open the player" }).tap();
    const player = page.getByRole("dialog", { name: "Now playing" });
    await player.getByRole("button", { name: "Pause" }).tap();
    await expect.poll(() => heardSeconds(page)).toBe(-1);
    expect(await barriers(page, "dark")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Jobs", exact: true }).tap();
    await expect(page.getByRole("dialog", { name: "Jobs" })).toBeVisible();
    expect(await barriers(page, "light")).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
});

test("the trash gives back, and is emptied for good", async ({ page, studio }) => {
  await open(page, "/library");
  await shows(page, ...NEWEST_FIRST);
  await fromMenu(page, DAWN, "Move to the trash");
  await shows(page, EMBER, COLD, BLUE, AMBER);
  await undo(toast(page, `“${DAWN}” is in the trash`));
  await shows(page, ...NEWEST_FIRST);
  await row(page, DAWN).focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Delete");
  await shows(page, EMBER, BLUE, AMBER);

  await place(page, "Trash 2").click();
  await expect(page.getByRole("heading", { level: 1, name: "Trash" })).toBeVisible();
  await page.getByRole("checkbox", { name: `Select ${DAWN}` }).click();
  expect(await barriers(page, "dark")).toEqual([]);
  await page.getByRole("toolbar").getByRole("button", { name: "Restore" }).click();
  await shows(page, COLD);
  await page.getByRole("button", { name: "Empty the trash" }).click();
  const sure = page.getByRole("dialog", { name: "Delete for good?" });
  await expect(sure).toContainText(`“${COLD}” and its files will be deleted.`);
  expect(await barriers(page, "light")).toEqual([]);
  await sure.getByRole("button", { name: "Cancel" }).click();
  await shows(page, COLD);
  await page.getByRole("button", { name: "Empty the trash" }).click();
  await sure.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("heading", { name: "The trash is empty" })).toBeVisible();
  const answer = async () => (await fetch(`${studio.url}/api/v1/tracks/${ids[COLD]}`)).status;
  await expect.poll(answer).toBe(404); // the page is ahead of the server
  await place(page, /All tracks/).click();
  await shows(page, EMBER, DAWN, BLUE, AMBER);
});
