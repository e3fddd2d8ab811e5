import { ApiError } from "@/lib/api/errors";
import type { Job } from "@/lib/api/client";

/** What the server tells of its jobs, and whether it tells anything. */
export type JobNews =
  | { type: "job"; job: Job }
  /** How things stood when we began to listen. */
  | { type: "known"; jobs: Job[] }
  | { type: "removed"; id: string }
  /** The stream is up, for the first time or again: what was read before may be old. */
  | { type: "up" }
  | { type: "lost"; lost: boolean };

/** Reads the newest jobs and those that are unfinished, for where no stream gets through. */
export type ReadJobs = () => Promise<Job[]>;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;
const POLL_MS = 3_000;
const PATIENCE_MS = 5_000;
const OPENING_MS = 10_000;
const TICK_MS = 5_000;
const SILENCE_MS = 12_000; // an idle stream looks like one whose other end is gone
const ASLEEP_MS = 20_000; // a tick that comes so late was slept through

/** Whether the server answers at all. */
async function ping(): Promise<boolean> {
  try {
    return (await fetch("/health/live", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/**
 * Follows all jobs by Server-Sent Events. Where those don't get through it reads the list instead,
 * and it takes up the stream after the last event that it had, so that nothing is missed.
 */
export class JobStream {
  #deliver: (news: JobNews) => void;
  #read: ReadJobs;
  #ping: () => Promise<boolean>;
  #source: EventSource | null = null;
  #last: number | null = null;
  #stopped = true;
  #lost = false;
  #locked = false; // it wants a key: asking on would ask people for it on and on
  #pauseMs = FIRST_PAUSE_MS;
  #ticked = 0;
  #heard = 0; // when the server gave a sign of life
  #timers = new Map<"connect" | "poll" | "patience" | "opening" | "tick", number>();

  constructor(deliver: (news: JobNews) => void, read: ReadJobs, pinged = ping) {
    this.#ping = pinged;
    this.#deliver = deliver;
    this.#read = read;
  }

  /** Begins after the event `since`, or with what is read first. */
  start(since: number | null = null): void {
    this.#stopped = false;
    this.#last = since;
    this.#ticked = Date.now();
    this.#tick();
    if (since === null) void this.#poll().then(() => this.#connect());
    else this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** The id of the last event, for whoever goes on from here. */
  get last(): number | null {
    return this.#last;
  }

  /** Connects anew now: after a sleep, or when the network is back. */
  wake(): void {
    if (this.#stopped) return;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#connect();
  }

  #connect(): void {
    if (this.#stopped) return;
    this.#close();
    this.#cancel("connect");
    const since = this.#last === null ? "" : `?last_event_id=${this.#last}`;
    const source = new EventSource(`/api/v1/events${since}`);
    this.#source = source;
    this.#later("opening", OPENING_MS, () => this.#failed());
    source.onopen = () => {
      this.#cancel("opening");
      this.#cancel("poll");
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#locked = false;
      this.#answered();
      this.#deliver({ type: "up" });
    };
    source.onerror = () => this.#failed();
    for (const type of ["progress", "status", "removed"]) {
      source.addEventListener(type, (event) => this.#received(type, event as MessageEvent<string>));
    }
  }

  #received(type: string, event: MessageEvent<string>): void {
    this.#heard = Date.now();
    let data: Job;
    try {
      data = JSON.parse(event.data) as Job;
    } catch {
      return this.#failed(); // something in between garbles it
    }
    if (/^\d+$/.test(event.lastEventId)) this.#last = Number(event.lastEventId);
    this.#deliver(type === "removed" ? { type, id: data.id } : { type: "job", job: data });
  }

  /** The browser's own retries end at the first refusal; ours don't. */
  #failed(): void {
    this.#close();
    this.#later("connect", this.#pauseMs, () => this.#connect());
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 1.5);
    if (this.#locked) return;
    if (!this.#timers.has("poll")) this.#later("poll", POLL_MS, () => void this.#poll());
    if (!this.#lost && !this.#timers.has("patience")) {
      this.#later("patience", PATIENCE_MS, () => this.#tellLost(true));
    }
  }

  async #poll(): Promise<void> {
    try {
      const jobs = await this.#read();
      this.#answered();
      const known = this.#last;
      this.#last = Math.max(known ?? 0, ...jobs.map((job) => job.revision));
      if (known === null) this.#deliver({ type: "known", jobs });
      else {
        const later = jobs.filter((job) => job.revision > known);
        for (const job of byRevision(later)) this.#deliver({ type: "job", job });
      }
    } catch (error) {
      const refused = error instanceof ApiError && error.problem.message !== "";
      if (refused) this.#answered();
      this.#locked = refused && error.problem.status === 401;
    }
    if (!this.#locked && this.#source?.readyState !== EventSource.OPEN) {
      this.#later("poll", POLL_MS, () => void this.#poll());
    }
  }

  #answered(): void {
    this.#heard = Date.now();
    this.#cancel("patience");
    if (this.#lost) this.#tellLost(false);
  }

  #tellLost(lost: boolean): void {
    this.#lost = lost;
    this.#deliver({ type: "lost", lost });
  }

  #tick(): void {
    const now = Date.now();
    if (now - this.#ticked > ASLEEP_MS) this.wake();
    else if (now - this.#heard > SILENCE_MS) void this.#probe();
    this.#ticked = now;
    this.#later("tick", TICK_MS, () => this.#tick());
  }

  /** A proxy in between may hold a stream open whose server is gone. */
  async #probe(): Promise<void> {
    const source = this.#source;
    if (source?.readyState !== EventSource.OPEN) return;
    const there = await this.#ping();
    if (this.#source !== source) return;
    if (there) this.#heard = Date.now();
    else this.#failed();
  }

  #close(): void {
    this.#source?.close();
    this.#source = null;
    this.#cancel("opening");
  }

  #later(name: "connect" | "poll" | "patience" | "opening" | "tick", ms: number, act: () => void) {
    this.#cancel(name);
    if (this.#stopped) return;
    const run = () => {
      this.#timers.delete(name);
      act();
    };
    this.#timers.set(name, window.setTimeout(run, ms));
  }

  #cancel(name: "connect" | "poll" | "patience" | "opening" | "tick"): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}

function byRevision(jobs: Job[]): Job[] {
  return jobs.toSorted((one, other) => one.revision - other.revision);
}
