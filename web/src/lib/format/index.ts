/** Numbers and moments as people read them, in the language of the page. */

const formatters = new Map<string, Intl.NumberFormat>();

/** A formatter takes many times longer to make than to use: each is made once. */
function numbers(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${language} ${options.unit} ${options.maximumFractionDigits}`;
  const made = formatters.get(name) ?? new Intl.NumberFormat(language, options);
  formatters.set(name, made);
  return made;
}

const relative = new Map<string, Intl.RelativeTimeFormat>();

function moments(language: string): Intl.RelativeTimeFormat {
  const options = { numeric: "auto", style: "short" } as const;
  const made = relative.get(language) ?? new Intl.RelativeTimeFormat(language, options);
  relative.set(language, made);
  return made;
}

/** 83.4 -> "1:23", 3723 -> "1:02:03". Negative and unknown values are "0:00". */
export function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** 1_572_864 -> "1.5 MB" (powers of 1000, as file managers of today show them). */
export function bytes(value: number, language: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  const power = value < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(value) / 3));
  return numbers(language, {
    style: "unit",
    unit: units[power],
    unitDisplay: "short",
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(value / 1000 ** power);
}

/** "in 2 min", "3 hours ago": the largest unit that fits. */
export function ago(moment: string, language: string, now = Date.now()): string {
  const seconds = (new Date(moment).getTime() - now) / 1000;
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["year", 31_536_000],
    ["month", 2_592_000],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const format = moments(language);
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(0, "minute");
}

/** A length of time in words, "3 min 20 s", "2 h 5 min"; below a second "1 s". */
export function span(seconds: number, language: string): string {
  const whole = Math.max(1, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), "hour"],
    [Math.floor(whole / 60) % 60, "minute"],
    [whole < 3600 ? whole % 60 : 0, "second"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) =>
      numbers(language, { style: "unit", unit, unitDisplay: "short" }).format(count),
    )
    .join(" ");
}
