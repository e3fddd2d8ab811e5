import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");
const MGL = process.env.MGL_COMMAND ?? path.join(ROOT, ".venv/bin/mgl");
const PATIENCE_MS = 180_000;

export type Json = Record<string, unknown>;

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A real `mgl serve` with a data folder of its own; it may be killed and started again. */
export class StudioServer {
  readonly folder = mkdtempSync(path.join(tmpdir(), "mgl-web-"));
  readonly log = path.join(this.folder, "server.log");
  url = "";
  private port = 0;
  private child: ChildProcess | null = null;

  constructor(private readonly settings: Record<string, string> = {}) {}

  async start(): Promise<void> {
    this.port ||= await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    const clean = Object.entries(process.env).filter(([name]) => !/^MGL_/i.test(name));
    const sounds = process.env.MGL_E2E_SOUNDS;
    const log = createWriteStream(this.log, { flags: "a" });
    const child = spawn(MGL, ["serve", "--port", String(this.port)], {
      cwd: this.folder,
      env: {
        ...Object.fromEntries(clean),
        MGL_DATA_DIR: path.join(this.folder, "data"),
        ...(sounds ? { MGL_MODEL_CACHE_DIR: sounds } : {}),
        ...this.settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a group of its own, so that it can be killed with its workers
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.child = child;
    await this.until(async () => (await fetch(`${this.url}/health/live`)).ok, "the server's start");
  }

  /** As a power cut would end it, with all that belongs to it. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.end("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child?.pid || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    process.kill(signal === "SIGKILL" ? -child.pid : child.pid, signal);
    await Promise.race([gone, pause(20_000)]);
    try {
      process.kill(-child.pid, "SIGKILL"); // whatever didn't leave by itself
    } catch {
      return; // all of them are gone
    }
  }

  /** Asks the API and gives its JSON; a refusal is an error. */
  async call(method: string, route: string, body?: unknown): Promise<Json> {
    const answer = await fetch(`${this.url}${route}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : ((await answer.json()) as Json);
  }

  /** A job, once it has ended. */
  async finished(id: unknown): Promise<Json> {
    let job: Json = {};
    await this.until(
      async () => {
        job = await this.call("GET", `/api/v1/jobs/${String(id)}`);
        return ["completed", "failed", "canceled"].includes(String(job.status));
      },
      `the end of job ${String(id)}`,
    );
    return job;
  }

  /** Makes tracks as a person would, several in one batch; their ids in the order asked for. */
  async make(...items: Json[]): Promise<string[]> {
    const plain = { duration_seconds: 6, formats: ["mp3"] };
    const asked = items.map((item, place) => ({ seed: 100 + place, ...plain, ...item }));
    const batch = await this.call("POST", "/api/v1/generations", { items: asked });
    const ids: string[] = [];
    for (const job of batch.jobs as Json[]) {
      const done = await this.finished(job.id);
      if (done.status !== "completed") throw new Error(JSON.stringify(done.error));
      ids.push(...(done.track_ids as string[]));
    }
    return ids;
  }

  private async until(holds: () => Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        if (await holds()) return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
      if (Date.now() > deadline) throw new Error(`${what} did not happen`);
      await pause(150);
    }
  }
}
