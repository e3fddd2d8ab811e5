import i18next from "i18next";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import en from "../../locales/en/common.json";
import ru from "../../locales/ru/common.json";
import { ApiError, fieldsAtFault, worthAnotherTry } from "./errors";
import schema from "./schema.ts?raw";
import { inSentences, tell } from "./use-problem";

const CODES = [...(/ ErrorCode: (".*");/.exec(schema)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(
  ([, code]) => code as keyof typeof en.errors.codes,
);
const refused = (code: string, details = {}) =>
  new ApiError({ code, message: "It broke.", recovery: "Mend it.", details, status: 400 });

beforeEach(() =>
  i18next.init({
    lng: "en",
    defaultNS: "common",
    resources: { en: { common: en }, ru: { common: ru } },
  }),
);
afterEach(() => i18next.changeLanguage("en"));

test("every code of the API is told in both languages, with what to do", () => {
  expect(CODES).toContain("INVALID_LYRICS");
  for (const code of CODES) {
    for (const { errors } of [en, ru]) {
      expect(errors.codes[code], code).toBeTruthy();
      expect(errors.todo[code], code).toMatch(/[.»]$/);
    }
    expect(/[а-я]/i.test(ru.errors.codes[code] + ru.errors.todo[code]), code).toBe(true);
  }
});

describe("in English", () => {
  test("the server's sentences count", () => {
    const told = tell(refused("DISK_FULL"), i18next.t);
    expect(told).toMatchObject({ title: "The disk is full", message: "It broke.", detail: "" });
    expect(inSentences(told)).toBe("It broke. Mend it.");
  });

  test("a problem without sentences still says what to do", () => {
    const told = tell(new TypeError("Failed to fetch"), i18next.t);
    expect(told).toMatchObject({ code: "OFFLINE", message: "", recovery: en.errors.todo.OFFLINE });
    expect(inSentences(told)).toMatch(/^The server doesn't answer\. Check/);
  });

  test("what to do is said for people, not for programs", () => {
    const problem = { code: "UNAUTHORIZED", message: "No.", details: {}, status: 401 };
    const error = new ApiError({ ...problem, recovery: "Send the key in the header X-API-Key." });
    expect(tell(error, i18next.t).recovery).toBe(en.errors.todo.UNAUTHORIZED);
  });

  test("a code of a newer server is told in its sentences", () => {
    const told = tell(refused("NEVER_HEARD"), i18next.t);
    expect(told).toMatchObject({ title: en.errors.title, message: "It broke." });
  });
});

test("in Russian the page says it, and the server's words stand beneath", async () => {
  await i18next.changeLanguage("ru");
  expect(tell(refused("DISK_FULL"), i18next.t)).toMatchObject({
    title: ru.errors.codes.DISK_FULL,
    message: "",
    recovery: ru.errors.todo.DISK_FULL,
    detail: "It broke. Mend it.",
  });
});

test("what was sent wrongly is not sent again, and names its fields", () => {
  expect(worthAnotherTry(refused("VALIDATION"))).toBe(false);
  expect(worthAnotherTry(refused("RATE_LIMITED"))).toBe(true);
  expect(worthAnotherTry(new TypeError("Failed to fetch"))).toBe(true);
  expect(fieldsAtFault(refused("INVALID_PROMPT", { field: "prompt" }))).toEqual(["prompt"]);
  const fields = [{ field: "generation.prompt", message: "is too long" }, null];
  expect(fieldsAtFault(refused("VALIDATION", { fields }))).toEqual(["generation.prompt"]);
  expect(fieldsAtFault(refused("INTERNAL"))).toEqual([]);
});
