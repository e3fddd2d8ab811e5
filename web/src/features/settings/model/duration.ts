export const UNITS = ["seconds", "minutes", "hours", "days"] as const;
export type Unit = (typeof UNITS)[number];

const SECONDS: Record<Unit, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** A length of time as people write it down: a number, as it was typed, and its unit. */
export interface Amount {
  text: string;
  unit: Unit;
}

/** 5400 -> 90 minutes: the largest unit in which it is a whole number. */
export function amountOf(seconds: number): Amount {
  const unit = UNITS.findLast((one) => Number.isInteger(seconds / SECONDS[one])) ?? "seconds";
  return { text: String(seconds / SECONDS[unit]), unit };
}

/** The seconds that an amount means; null where no number stands. A comma is as good as a dot. */
export function secondsOf({ text, unit }: Amount): number | null {
  const number = numberOf(text);
  return number === null ? null : number * SECONDS[unit];
}

/** 5400 -> "90 minutes", in the page's language. */
export function inWords(seconds: number, language: string): string {
  const { text, unit } = amountOf(seconds);
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: unit.slice(0, -1),
    unitDisplay: "long",
  }).format(Number(text));
}

/** The number that was typed; null for anything else. */
export function numberOf(text: string): number | null {
  const written = text.trim().replace(",", ".");
  return /^\d+(\.\d+)?$/.test(written) ? Number(written) : null;
}
