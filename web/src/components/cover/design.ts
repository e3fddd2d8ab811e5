import { type Palette, paletteOf } from "./palette";
import { randomOf } from "./random";

/** Forms of one colour; `width` draws them as lines. The picture is 100 by 100. */
export interface Layer {
  path: string;
  colour: 1 | 2 | 3;
  width?: number;
}

export interface Design {
  name: DesignName;
  palette: Palette;
  layers: Layer[];
}

type Random = () => number;

const SIZE = 100;
const n = (value: number): string => String(Math.round(value * 10) / 10);
const between = (random: Random, low: number, high: number): number =>
  low + random() * (high - low);
// the radius is rounded before it is doubled: halves that don't meet make no circle
const disc = (x: number, y: number, wide: number): string => {
  const radius = Math.round(wide * 10) / 10;
  const half = `a${n(radius)} ${n(radius)} 0 1 0`;
  return `M${n(x - radius)} ${n(y)}${half} ${n(radius * 2)} 0${half} ${n(-radius * 2)} 0z`;
};

/** A moon over hills. */
function hills(random: Random): Layer[] {
  const moon = disc(between(random, 24, 76), between(random, 24, 44), between(random, 9, 17));
  const ridge = (height: number, swing: number, turn: number): string => {
    const heights = Array.from(
      { length: 7 },
      (_, step) =>
        height +
        swing * Math.sin(turn + step * 1.1) +
        swing * 0.4 * Math.sin(turn * 2 + step * 2.3),
    );
    // through the middles between the points, so that nothing has a corner
    const wide = SIZE / (heights.length - 2);
    const curves = heights.slice(1, -1).map((y, step) => {
      const next = heights[step + 2] ?? y;
      return `Q${n((step + 0.5) * wide)} ${n(y)} ${n((step + 1) * wide)} ${n((y + next) / 2)}`;
    });
    const first = ((heights[0] ?? height) + (heights[1] ?? height)) / 2;
    return `M0 ${SIZE}V${n(first)}${curves.join("")}V${SIZE}z`;
  };
  const turn = () => random() * Math.PI * 2;
  return [
    { path: moon, colour: 3 },
    { path: ridge(60, between(random, 5, 10), turn()), colour: 1 },
    { path: ridge(78, between(random, 4, 8), turn()), colour: 2 },
  ];
}

/** Rings that spread from a corner. */
function rings(random: Random): Layer[] {
  const x = random() < 0.5 ? 0 : SIZE;
  const y = random() < 0.5 ? 0 : SIZE;
  const step = between(random, 17, 23);
  const ring = (place: number): string => disc(x, y, step * place);
  return [
    { path: ring(5), colour: 1 },
    { path: ring(3.6), colour: 2 },
    { path: ring(2.2), colour: 1 },
    { path: ring(1.2), colour: 3 },
  ];
}

/** A board of quarters, halves and dots. */
function tiles(random: Random): Layer[] {
  const count = random() < 0.6 ? 3 : 4;
  const side = SIZE / count;
  const paths = { 1: "", 2: "", 3: "" };
  for (let place = 0; place < count * count; place += 1) {
    const left = (place % count) * side;
    const top = Math.floor(place / count) * side;
    const colour = random() < 0.42 ? 1 : random() < 0.75 ? 2 : 3;
    paths[colour] += tile(random, left, top, side);
  }
  return ([1, 2, 3] as const).map((colour) => ({ path: paths[colour], colour }));
}

function tile(random: Random, x: number, y: number, side: number): string {
  const kind = Math.floor(random() * 6);
  const arc = `${n(side)} ${n(side)} 0 0 1`;
  switch (kind) {
    case 0:
      return `M${n(x)} ${n(y)}h${n(side)}a${arc} ${n(-side)} ${n(side)}z`;
    case 1:
      return `M${n(x + side)} ${n(y + side)}h${n(-side)}a${arc} ${n(side)} ${n(-side)}z`;
    case 2:
      return `M${n(x)} ${n(y + side)}v${n(-side)}a${arc} ${n(side)} ${n(side)}z`;
    case 3:
      return disc(x + side / 2, y + side / 2, side * 0.34);
    case 4:
      return `M${n(x)} ${n(y)}h${n(side)}v${n(side)}h${n(-side)}z`;
    default:
      return "";
  }
}

/** A level meter, mirrored at its middle. */
function bars(random: Random): Layer[] {
  const count = 7;
  const step = 74 / (count - 1);
  const loud = Math.floor(random() * count);
  const paths = { 1: "", 2: "", 3: "" };
  for (let place = 0; place < count; place += 1) {
    const half = between(random, 6, 34) * (1 - Math.abs(place - loud) / 14);
    const colour = place === loud ? 3 : place % 2 ? 1 : 2;
    paths[colour] += `M${n(13 + place * step)} ${n(50 - half)}V${n(50 + half)}`;
  }
  return ([1, 2, 3] as const).map((colour) => ({ path: paths[colour], colour, width: 7 }));
}

/** Strings that swing between two posts. */
function strings(random: Random): Layer[] {
  const lines = 6;
  const swing = between(random, 9, 20);
  const turn = random() * Math.PI * 2;
  const paths = { 1: "", 2: "", 3: "" };
  const loud = 1 + Math.floor(random() * (lines - 2));
  for (let line = 0; line < lines; line += 1) {
    const y = 20 + line * 12;
    const bend = swing * Math.sin(turn + line * 0.75);
    const colour = line === loud ? 3 : line % 2 ? 1 : 2;
    paths[colour] += `M-4 ${n(y)}C30 ${n(y - bend * 2)} 68 ${n(y + bend * 2)} 104 ${n(y)}`;
  }
  return ([1, 2, 3] as const).map((colour) => ({ path: paths[colour], colour, width: 4.5 }));
}

/** A record, half out of its sleeve. */
function record(random: Random): Layer[] {
  const right = random() < 0.5;
  const x = right ? between(random, 56, 66) : between(random, 34, 44);
  const y = between(random, 44, 56);
  const sleeve = between(random, 26, 44);
  return [
    { path: disc(x, y, 38), colour: 1 },
    { path: disc(x, y, 26), colour: 2 },
    { path: disc(x, y, 9), colour: 3 },
    {
      path: right
        ? `M0 0h${n(sleeve)}v100h${n(-sleeve)}z`
        : `M100 0h${n(-sleeve)}v100h${n(sleeve)}z`,
      colour: 2,
    },
  ];
}

const DRAWN = { hills, rings, tiles, bars, strings, record };
export type DesignName = keyof typeof DRAWN;

const CALM: readonly DesignName[] = ["hills", "rings", "strings", "hills", "record"];
const LIVELY: readonly DesignName[] = ["tiles", "bars", "rings", "tiles", "strings", "record"];
const CALM_GENRES = new Set(
  "ambient bossa_nova cinematic classical country folk lofi meditation piano sleep".split(" "),
);

/** The drawing that stands for a track without a picture; the same for good. */
export function designOf(id: string, genre: string): Design {
  const random = randomOf(`${id}/${genre}`);
  const palette = paletteOf(genre, random);
  const names = CALM_GENRES.has(genre) ? CALM : LIVELY;
  const name = names[Math.floor(random() * names.length)] ?? "rings";
  return { name, palette, layers: DRAWN[name](random) };
}
