/** A composer's plan, as far as people are shown it. */
export interface PlanView {
  genre: string;
  moods: string[];
  tempoBpm: number;
  key: string;
  beatsPerBar: number;
  swing: number;
  energy: number;
  density: number;
  brightness: number;
  loopReady: boolean;
  layers: PlanLayer[];
  sections: PlanSection[];
  ambience: string[];
  understood: { text: string; meaning: string }[];
  ignored: string[];
  notices: string[];
}

export interface PlanLayer {
  name: string;
  role: string;
  instrument: string;
  manner: string;
  locked: boolean;
}

export interface PlanSection {
  /** Its place in the piece, from "1" on: that is how the server knows it, too. */
  id: string;
  name: string;
  bars: number;
  energy: number;
  /** Names of the layers that play. */
  layers: string[];
  transpose: number;
  chords: string;
  startSeconds: number;
  endSeconds: number;
}

type Data = Record<string, unknown>;
const TONES = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
/** What rings on after the last bar, at most; with more left, the plan tells only of a part. */
const LONGEST_RING_SECONDS = 20;

const object = (value: unknown): Data =>
  typeof value === "object" && value !== null ? (value as Data) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const texts = (value: unknown): string[] => list(value).map(text).filter(Boolean);
const number = (value: unknown, otherwise: number): number =>
  typeof value === "number" && Number.isFinite(value) ? value : otherwise;

/** A stored plan; null when it has no form, as those of other engines may. */
export function readPlan(stored: unknown, durationSeconds: number, key = ""): PlanView | null {
  const plan = object(stored);
  const beatsPerBar = number(plan.beats_per_bar, 4);
  const tempoBpm = number(plan.tempo_bpm, 0);
  if (tempoBpm <= 0 || !list(plan.sections).length) return null;
  const sections = placed(list(plan.sections).map(object), (beatsPerBar * 60) / tempoBpm);
  return {
    genre: text(plan.genre),
    moods: texts(plan.moods),
    tempoBpm,
    key: key || keyOf(plan),
    beatsPerBar,
    swing: number(plan.swing, 0.5),
    energy: number(plan.energy, 0.5),
    density: number(plan.density, 0.5),
    brightness: number(plan.brightness, 0.5),
    loopReady: plan.loop_ready === true,
    layers: list(plan.layers).map((one) => {
      const layer = object(one);
      return {
        name: text(layer.name),
        role: text(layer.role),
        instrument: text(layer.instrument),
        manner: text(layer.manner),
        locked: layer.locked === true,
      };
    }),
    sections: fitted(sections, durationSeconds),
    ambience: list(plan.ambience).map((one) => text(object(one).kind)),
    understood: list(plan.understood).map((one) => {
      const word = object(one);
      return { text: text(word.text), meaning: text(word.meaning) };
    }),
    ignored: texts(plan.ignored),
    notices: texts(plan.notices),
  };
}

function keyOf(plan: Data): string {
  const tonic = (number(plan.tonic, 0) + number(plan.transpose_semitones, 0) + 120) % 12;
  return `${TONES[tonic] ?? ""} ${text(plan.mode)}`.trim();
}

function placed(sections: Data[], secondsPerBar: number): PlanSection[] {
  let bars = 0;
  return sections.map((section, place) => {
    const startSeconds = bars * secondsPerBar;
    bars += number(section.bars, 1);
    return {
      id: String(place + 1),
      name: text(section.name),
      bars: number(section.bars, 1),
      energy: number(section.energy, 0.5),
      layers: texts(section.layers),
      transpose: number(section.transpose, 0),
      chords: text(section.chords),
      startSeconds,
      endSeconds: bars * secondsPerBar,
    };
  });
}

/** The sections within the recording; the last one rings on to its end. */
function fitted(sections: PlanSection[], durationSeconds: number): PlanSection[] {
  const heard = sections
    .filter((one) => one.startSeconds < durationSeconds - 0.05)
    .map((one) => ({ ...one, endSeconds: Math.min(one.endSeconds, durationSeconds) }));
  const last = heard.at(-1);
  if (last && durationSeconds - last.endSeconds < LONGEST_RING_SECONDS) {
    last.endSeconds = durationSeconds;
  }
  return heard;
}
