/** One recording that is played together with others. */
export interface Source {
  id: string;
  label: string;
  url: string;
}

const RAMP_SECONDS = 0.015; // a jump of the gain would click

interface Channel {
  gain: GainNode;
  meter: AnalyserNode;
  samples: Float32Array<ArrayBuffer>;
}

/** Where the recordings of a deck come together: a fader and a meter for each, and one for all. */
export class Graph {
  readonly context: AudioContext;
  readonly #master: GainNode;
  readonly #channels = new Map<string, Channel>();

  constructor(ids: readonly string[]) {
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.#master = this.context.createGain();
    this.#master.connect(this.context.destination);
    for (const id of ids) {
      const gain = this.context.createGain();
      const meter = this.context.createAnalyser();
      meter.fftSize = 1024;
      gain.connect(meter).connect(this.#master);
      this.#channels.set(id, { gain, meter, samples: new Float32Array(meter.fftSize) });
    }
  }

  /** What plays `id` is connected to this. */
  input(id: string): AudioNode {
    const channel = this.#channels.get(id);
    if (!channel) throw new RangeError(`no channel ${id}`);
    return channel.gain;
  }

  setGain(id: string, factor: number): void {
    const gain = this.#channels.get(id)?.gain.gain;
    gain?.setTargetAtTime(factor, this.context.currentTime, RAMP_SECONDS / 3);
  }

  setMaster(factor: number): void {
    this.#master.gain.setTargetAtTime(factor, this.context.currentTime, RAMP_SECONDS / 3);
  }

  /** The peak of the last moments of one, 0 to 1 (or above, where it is too loud). */
  level(id: string): number {
    const channel = this.#channels.get(id);
    if (!channel) return 0;
    channel.meter.getFloatTimeDomainData(channel.samples);
    return channel.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  }

  close(): void {
    void this.context.close();
  }
}
