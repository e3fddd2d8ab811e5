/** How much was there at a moment, in milliseconds. */
export interface Sample {
  at: number;
  amount: number;
}

const WINDOW_MS = 8_000;
const LEAST_MS = 1_500;

/** The samples that still tell how fast it goes. What has become less begins anew. */
export function kept(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && next.amount < last.amount) return [next];
  return [...samples.filter(({ at }) => next.at - at <= WINDOW_MS), next];
}

/** Amount per second over the samples; null while that can't be told. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < LEAST_MS) return null;
  const rate = ((last.amount - first.amount) / (last.at - first.at)) * 1000;
  return rate > 0 ? rate : null;
}
