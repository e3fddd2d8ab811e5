import { accessSync, constants } from "node:fs";
import path from "node:path";
import packaged from "@sparticuz/chromium";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

function onPath(name: string): string | null {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue; // not in this folder
    }
  }
  return null;
}

/** A Chromium: the one that `MGL_CHROMIUM` names, else the system's, else the one from npm. */
export async function browserPath(): Promise<string> {
  if (process.env.MGL_CHROMIUM) return process.env.MGL_CHROMIUM;
  for (const name of NAMES) {
    const found = onPath(name);
    if (found) return found;
  }
  return packaged.executablePath();
}

/** It plays without a click, asks nobody outside, and runs as root in a container. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--autoplay-policy=no-user-gesture-required",
];
