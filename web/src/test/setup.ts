import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import i18next from "i18next";
import { afterAll, afterEach } from "vitest";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

// All files share one world: whoever brought words takes them along, and keys are told again.
afterAll(async () => {
  if (i18next.isInitialized) await i18next.changeLanguage("cimode");
});
