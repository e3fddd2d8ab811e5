/** Two audio elements: one is heard, and the other is made ready with what follows it. */

/** The parts of a queue's entry that a deck needs. */
export interface Loadable {
  key: string;
  url: string;
}

export interface DeckEvents {
  /** The music moved on, or was moved. */
  moved: () => void;
  /** What is heard came to its end. */
  ended: () => void;
  /** What is heard can't be read any further. */
  failed: (error: MediaError | null) => void;
  /** The browser itself paused or resumed it (a headset, another program). */
  paused: () => void;
  resumed: () => void;
  /** It waits for more to come, or goes on. */
  waiting: (waiting: boolean) => void;
}

const LISTENED = [
  "timeupdate",
  "durationchange",
  "seeked",
  "loadedmetadata",
  "ended",
  "error",
  "pause",
  "play",
  "playing",
  "waiting",
] as const;

export class Decks {
  #heard: HTMLAudioElement;
  #spare: HTMLAudioElement;
  #loaded = new Map<HTMLAudioElement, Loadable>();
  #wanted: number | null = null;
  #events: DeckEvents;

  constructor(one: HTMLAudioElement, other: HTMLAudioElement, events: DeckEvents) {
    this.#heard = one;
    this.#spare = other;
    this.#events = events;
    for (const deck of [one, other]) {
      deck.preload = "metadata";
      for (const type of LISTENED) deck.addEventListener(type, this.#react);
    }
  }

  /** Lets go of both. */
  close(): void {
    for (const deck of [this.#heard, this.#spare]) {
      for (const type of LISTENED) deck.removeEventListener(type, this.#react);
      this.#empty(deck);
    }
  }

  get current(): Loadable | null {
    return this.#loaded.get(this.#heard) ?? null;
  }

  /** Where it is; where it is going to be, while that is awaited. */
  get seconds(): number {
    return this.#wanted ?? this.#heard.currentTime;
  }

  /** Its length; null while nobody knows. */
  get durationSeconds(): number | null {
    const { duration } = this.#heard;
    return Number.isFinite(duration) && duration > 0 ? duration : null;
  }

  get sounding(): boolean {
    return !this.#heard.paused && !this.#heard.ended;
  }

  get broken(): boolean {
    return this.#heard.error !== null;
  }

  /** How many seconds are left, or null when that can't be told. */
  get left(): number | null {
    const whole = this.durationSeconds;
    return whole === null || this.#heard.seeking ? null : whole - this.#heard.currentTime;
  }

  /** Makes this heard from its beginning; at once if it was made ready. */
  load(item: Loadable | null): void {
    if (item && this.#loaded.get(this.#spare)?.key === item.key && !this.#spare.error) {
      this.#swap();
      this.#empty(this.#spare);
      if (this.#heard.currentTime > 0) this.#heard.currentTime = 0;
      return;
    }
    this.#wanted = null;
    if (item) this.#fill(this.#heard, item);
    else for (const deck of [this.#heard, this.#spare]) this.#empty(deck);
  }

  /** Reads it again from where it broke off. */
  reload(): void {
    const { seconds } = this;
    this.#heard.load();
    this.seek(seconds);
  }

  /** Makes ready what follows; null: nothing does. */
  prepare(item: Loadable | null): void {
    const ready = this.#loaded.get(this.#spare);
    if (ready?.key === item?.key) return;
    if (!this.#spare.paused && !this.#spare.ended) return; // its last moments are still heard
    if (item) this.#fill(this.#spare, item, "auto");
    else this.#empty(this.#spare);
  }

  /** Whether it could begin without a wait. */
  isReady(item: Loadable): boolean {
    const ready = this.#loaded.get(this.#spare)?.key === item.key;
    return ready && this.#spare.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  /** Begins what was made ready, while the other one still plays its last moments. */
  handOver(): Promise<void> {
    this.#swap();
    return this.#heard.play();
  }

  play(): Promise<void> {
    this.#heard.preload = "auto";
    return this.#heard.play();
  }

  pause(): void {
    this.#heard.pause();
    if (!this.#spare.paused) this.#spare.pause();
  }

  seek(seconds: number): void {
    if (this.#heard.readyState === HTMLMediaElement.HAVE_NOTHING) this.#wanted = seconds;
    else this.#heard.currentTime = Math.min(seconds, this.durationSeconds ?? seconds);
  }

  set(volume: number, muted: boolean, loop: boolean): void {
    for (const deck of [this.#heard, this.#spare]) {
      deck.volume = volume;
      deck.muted = muted;
    }
    this.#heard.loop = loop;
    this.#spare.loop = false;
  }

  #swap(): void {
    [this.#heard, this.#spare] = [this.#spare, this.#heard];
    this.#wanted = null;
  }

  #fill(deck: HTMLAudioElement, item: Loadable, preload: "auto" | "metadata" = "metadata"): void {
    const same = this.#loaded.get(deck)?.url === item.url && !deck.error;
    this.#loaded.set(deck, item);
    deck.preload = preload;
    if (same) {
      deck.currentTime = 0;
      return;
    }
    deck.src = item.url;
    deck.load();
  }

  #empty(deck: HTMLAudioElement): void {
    this.#loaded.delete(deck);
    if (!deck.hasAttribute("src")) return;
    deck.pause();
    deck.removeAttribute("src");
    deck.load(); // else it keeps its connection
  }

  #react = (event: Event) => {
    if (event.target !== this.#heard || !this.#loaded.has(this.#heard)) return;
    switch (event.type) {
      case "ended":
        return this.#events.ended();
      case "error":
        return this.#events.failed(this.#heard.error);
      case "pause":
        // events come late: by now it may be playing again
        return this.sounding || this.#heard.ended ? undefined : this.#events.paused();
      case "play":
        return this.sounding ? this.#events.resumed() : undefined;
      case "waiting":
        return this.#events.waiting(true);
      case "playing":
        this.#events.waiting(false);
        return this.#events.moved();
      case "loadedmetadata":
        if (this.#wanted !== null) {
          const wanted = this.#wanted;
          this.#wanted = null;
          this.seek(wanted);
        }
        return this.#events.moved();
      default:
        return this.#events.moved();
    }
  };
}
