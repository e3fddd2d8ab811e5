import { ApiError, problemIn } from "@/lib/api/errors";
import { Decks } from "./decks";
import { currentOf, nextOf, type PlayerState, type Queued, usePlayer, usePosition } from "./store";

const PREPARE_SECONDS = 45;
const WATCH_SECONDS = 2;
const LONGEST_LEAD_SECONDS = 0.15;
const DRAW_MS = 90;
const AWAY_MS = 2_000;
const SETTLED_MS = 400;

/** Told of a track that can't be played, before the next one is tried. */
export type OnUnplayable = (item: Queued, error: unknown) => void;

/**
 * Has the decks do what `usePlayer` says, and tells `usePosition` where they are.
 *
 * The next track is begun by a timer at the very end of this one: the browser's own `ended` comes
 * too late to be gapless, and is only waited for where the timer can't know.
 */
export class Conductor {
  #decks: Decks;
  #onUnplayable: OnUnplayable;
  #unfollow: () => void;
  #take = usePlayer.getState().take;
  #failed = new Set<string>();
  #timer = 0;
  #frame = 0;
  #drawn = 0;
  #away = 0; // the timer that looks whether the server is back
  #leadSeconds = 0.03; // from `play()` until it sounds, as measured lately

  constructor(one: HTMLAudioElement, other: HTMLAudioElement, onUnplayable: OnUnplayable) {
    this.#onUnplayable = onUnplayable;
    this.#decks = new Decks(one, other, {
      moved: () => this.#moved(),
      ended: () => this.#ended(),
      failed: (error) => void this.#unplayable(error),
      paused: () => usePlayer.getState().setPlaying(false),
      resumed: () => usePlayer.getState().setPlaying(true),
      waiting: (waiting) => usePosition.setState({ waiting: waiting ? "buffering" : "no" }),
    });
    this.#unfollow = usePlayer.subscribe((state) => this.#follow(state));
    document.addEventListener("visibilitychange", this.#draw);
    this.#follow(usePlayer.getState());
  }

  close(): void {
    this.#unfollow();
    clearTimeout(this.#timer);
    clearTimeout(this.#away);
    cancelAnimationFrame(this.#frame);
    document.removeEventListener("visibilitychange", this.#draw);
    if (this.#decks.current) usePlayer.setState({ seekTo: this.#decks.seconds }); // for the next one
    this.#decks.close();
  }

  #follow(state: PlayerState): void {
    const current = currentOf(state);
    const loaded = this.#decks.current;
    if ((current?.key ?? null) !== (loaded?.key ?? null)) this.#load(current);
    else if (state.take !== this.#take) this.#decks.seek(0);
    this.#take = state.take;
    this.#decks.set(state.volume, state.muted, repeatsOne(state));
    if (state.seekTo !== null) {
      this.#decks.seek(state.seekTo);
      usePlayer.getState().seekDone(); // follows once more, without it
      this.#tell();
      return;
    }
    this.#setSounding(state.playing && current !== null);
    this.#moved();
  }

  #load(current: Queued | null): void {
    clearTimeout(this.#away);
    this.#decks.load(current);
    const durationSeconds = current?.durationSeconds ?? 0;
    usePosition.setState({ seconds: 0, durationSeconds, waiting: "no" });
  }

  #setSounding(wanted: boolean): void {
    if (wanted === this.#decks.sounding) return;
    if (!wanted) return this.#decks.pause();
    if (usePosition.getState().waiting === "offline") return; // begun as soon as it can be
    if (this.#decks.broken) this.#decks.reload();
    this.#decks.play().catch(refused);
  }

  #moved(): void {
    this.#tell();
    this.#draw();
    const state = usePlayer.getState();
    const next = state.playing ? nextOf(state) : null;
    const { left } = this.#decks;
    clearTimeout(this.#timer);
    if (!next || left === null || left > PREPARE_SECONDS) return;
    this.#decks.prepare(next);
    if (left > WATCH_SECONDS) return;
    const wait = Math.max(0, left - this.#leadSeconds) * 1000;
    this.#timer = window.setTimeout(() => this.#handOver(next), wait);
  }

  #handOver(next: Queued): void {
    const { left } = this.#decks;
    const meant = nextOf(usePlayer.getState())?.key === next.key;
    if (!meant || left === null || !this.#decks.isReady(next)) return; // `ended` will come
    if (left > this.#leadSeconds + 0.02) return this.#moved();
    const asked = performance.now();
    this.#decks.handOver().then(() => this.#learnLead(asked, next), refused);
    usePosition.setState({ seconds: 0, durationSeconds: next.durationSeconds, waiting: "no" });
    usePlayer.getState().next();
  }

  /** Once it plays, its own clock tells when it began; the promise only tells when we were told. */
  #learnLead(asked: number, item: Queued): void {
    setTimeout(() => {
      if (this.#decks.current?.key !== item.key || !this.#decks.sounding) return;
      const took = (performance.now() - asked) / 1000 - this.#decks.seconds;
      if (took < 0 || took > LONGEST_LEAD_SECONDS) return; // it was moved, or had to wait
      this.#leadSeconds = (this.#leadSeconds + took) / 2;
    }, SETTLED_MS);
  }

  #ended(): void {
    this.#failed.clear();
    usePlayer.getState().next();
    this.#tell();
  }

  async #unplayable(error: MediaError | null): Promise<void> {
    const item = currentOf(usePlayer.getState());
    if (!item) return;
    const reason = await whyNot(item.url, error);
    const state = usePlayer.getState();
    if (currentOf(state)?.key !== item.key) return; // it isn't wanted any more
    if (reason instanceof TypeError) return this.#waitFor(item);
    if (!state.playing) return; // a queue of an earlier visit: told once somebody wants to hear it
    this.#failed.add(item.key);
    this.#onUnplayable(item, reason);
    const next = nextOf(state);
    if (next && !this.#failed.has(next.key)) state.next();
    else state.setPlaying(false);
  }

  /** Goes on where it stopped once the server is back; what is wanted meanwhile counts. */
  #waitFor(item: Queued): void {
    usePosition.setState({ waiting: "offline" });
    clearTimeout(this.#away);
    this.#away = window.setTimeout(async () => {
      const reason = await whyNot(item.url, null);
      if (this.#decks.current?.key !== item.key) return;
      if (reason instanceof TypeError) return this.#waitFor(item);
      usePosition.setState({ waiting: "no" });
      this.#decks.reload();
      if (usePlayer.getState().playing) this.#decks.play().catch(refused);
    }, AWAY_MS);
  }

  #tell(): void {
    const item = currentOf(usePlayer.getState());
    const durationSeconds = this.#decks.durationSeconds ?? item?.durationSeconds ?? 0;
    usePosition.setState({ seconds: this.#decks.seconds, durationSeconds });
  }

  /** The browser tells of four moments in a second; a picture that moves wants more, while it is seen. */
  #draw = (): void => {
    cancelAnimationFrame(this.#frame);
    if (!this.#decks.sounding || document.visibilityState !== "visible") return;
    const step = (now: number) => {
      if (now - this.#drawn >= DRAW_MS) {
        this.#drawn = now;
        this.#tell();
      }
      if (this.#decks.sounding) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  };
}

function repeatsOne({ loop, queue }: PlayerState): boolean {
  return loop === "one" || (loop === "all" && queue.length === 1);
}

/** Why it can't be played: `TypeError` when no answer comes, else what the server or the browser says. */
async function whyNot(url: string, error: MediaError | null): Promise<unknown> {
  if (url.startsWith("blob:")) return undecodable(error); // it is here already
  try {
    const response = await fetch(url, { headers: { Range: "bytes=0-0" } });
    if (response.ok) return undecodable(error);
    const problem = problemIn(await response.json().catch(() => null), response.status);
    return problem ? new ApiError(problem) : new TypeError("not an answer of the server");
  } catch (failure) {
    return failure;
  }
}

function undecodable(error: MediaError | null): ApiError {
  return new ApiError({
    code: "INVALID_AUDIO",
    message: error?.message ?? "",
    recovery: "",
    details: {},
    status: null,
  });
}

/** A browser that wants a click first, or has something else to load: neither is a failure. */
function refused(error: unknown): void {
  if (error instanceof DOMException && error.name === "NotAllowedError") {
    usePlayer.getState().setPlaying(false);
  }
}
