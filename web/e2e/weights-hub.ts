import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PYTHON = process.env.MGL_PYTHON ?? path.join(ROOT, ".venv/bin/python");
const SCRIPT = path.join(ROOT, "tests/browser/weights_hub.py");

/** A hub on this machine with small weights and the troubles of real ones: see weights_hub.py. */
export class WeightsHub {
  url = "";
  private child: ChildProcess | null = null;

  /** `models` is the studio's folder of models: what the hub lacks is put into it. */
  async start(models: string): Promise<void> {
    const tests = path.join(ROOT, "tests");
    const known = process.env.PYTHONPATH;
    const child = spawn(PYTHON, [SCRIPT, models], {
      env: { ...process.env, PYTHONPATH: known ? `${tests}${path.delimiter}${known}` : tests },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.child = child;
    this.url = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once("line", resolve);
      child.once("exit", (code) => reject(new Error(`the hub ended with ${code}`)));
    });
  }

  /** What was refused until now is served. */
  relent(): void {
    this.child?.stdin?.write("\n");
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.stdin?.end();
    await gone;
  }
}
