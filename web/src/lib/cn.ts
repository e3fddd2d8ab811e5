import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** Class names, the later ones winning over the earlier. */
export function cn(...values: ClassValue[]): string {
  return twMerge(clsx(values));
}
