/** The largest seed that the server takes. */
export const MAX_SEED = 2 ** 31 - 1;

/** The most tracks of one order; each has the seed after that of the one before. */
export const MOST_TRACKS = 50;

/** Any seed, as the server would draw one; it leaves room for as many tracks as can be asked for. */
export function drawSeed(random: () => number = Math.random): number {
  return Math.floor(random() * (MAX_SEED - MOST_TRACKS));
}
