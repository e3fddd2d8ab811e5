import type { toast as Toast } from "sonner";
import { create } from "zustand";

type Say = (toast: typeof Toast) => void;

/** Whether anything was ever to be said: only then is the place for it drawn, and loaded. */
export const useToasts = create<{ wanted: boolean }>()(() => ({ wanted: false }));

const waiting: Say[] = [];
let ready: typeof Toast | null = null;

/** Says something in a corner of the page; what is said before the corner is there waits for it. */
export function say(words: Say): void {
  if (ready) return words(ready);
  waiting.push(words);
  useToasts.setState({ wanted: true });
}

/** The corner is there. Returns how to take it away. */
export function openToasts(toast: typeof Toast): () => void {
  ready = toast;
  for (const words of waiting.splice(0)) words(toast);
  return () => (ready = null);
}
