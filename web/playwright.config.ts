import { defineConfig } from "@playwright/test";
import { browserArguments, browserPath } from "./e2e/browser";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 240_000, // patience for slow machines, not a measure
  expect: { timeout: 45_000 },
  reporter: process.env.MGL_E2E_REPORT
    ? [["list"], ["json", { outputFile: process.env.MGL_E2E_REPORT }]]
    : [["list"]],
  use: {
    actionTimeout: 45_000,
    navigationTimeout: 60_000,
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    colorScheme: "dark",
    serviceWorkers: "block",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: await browserPath(), args: browserArguments },
  },
});
