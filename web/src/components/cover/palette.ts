import { hashOf } from "./random";

/** Ground, and three colours that stand on it, from the quiet one to the loud one. */
export type Palette = readonly [ground: string, low: string, middle: string, high: string];

/** Degrees of hue. Genres that sound alike look alike; any other genre gets one from its name. */
const HUES: Record<string, number> = {
  ambient: 205,
  blues: 245,
  bossa_nova: 130,
  chiptune: 155,
  cinematic: 22,
  classical: 35,
  corporate: 225,
  country: 78,
  deep_house: 278,
  disco: 312,
  drum_and_bass: 142,
  folk: 108,
  funk: 330,
  hip_hop: 55,
  house: 292,
  jazz: 65,
  lofi: 48,
  meditation: 172,
  metal: 12,
  piano: 255,
  pop: 352,
  reggae: 98,
  rnb: 340,
  rock: 28,
  sleep: 266,
  synthwave: 322,
  techno: 195,
  trance: 235,
  trap: 8,
};

const SPREAD_DEGREES = 26;

/** The colours of one cover: its genre's hue, a little to one side, by night, by day or in full. */
export function paletteOf(genre: string, random: () => number): Palette {
  const own = HUES[genre.toLowerCase()] ?? hashOf(genre.toLowerCase()) % 360;
  const hue = own + (random() - 0.5) * SPREAD_DEGREES;
  const other = hue + (random() < 0.5 ? 150 : -55);
  const light = random();
  if (light < 0.55)
    return [of(0.29, 0.05, hue), of(0.42, 0.08, hue), of(0.62, 0.12, hue), of(0.82, 0.12, other)];
  if (light < 0.8)
    return [of(0.58, 0.11, hue), of(0.44, 0.1, hue), of(0.74, 0.11, hue), of(0.91, 0.06, other)];
  return [of(0.89, 0.035, hue), of(0.77, 0.08, hue), of(0.58, 0.13, hue), of(0.36, 0.09, other)];
}

const of = (lightness: number, chroma: number, hue: number): string =>
  `oklch(${lightness} ${chroma} ${(((hue % 360) + 360) % 360) | 0})`;
