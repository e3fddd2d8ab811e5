import { createContext, useContext } from "react";
import type { Track } from "@/lib/api/client";
import type { Words } from "@/lib/words/use-words";

/** What the rows and cards of a list need of it; it never changes, so that they aren't drawn again. */
export interface ListActions {
  /** Plays from this track on, in the list's order. */
  playAt: (index: number) => void;
  /** Plays it, or pauses when it plays. */
  toggleAt: (index: number) => void;
  /** A click with Shift takes the range. */
  select: (id: string, range: boolean) => void;
  openMenu: (index: number, at: { x: number; y: number }) => void;
  rate: (track: Track, rating: number | null) => void;
  favor: (track: Track) => void;
  /** What is dragged with this track: itself, or all that are selected with it. */
  dragged: (id: string) => string[];
}

export const ListContext = createContext<ListActions | null>(null);
export const WordsContext = createContext<Words>({ genre: (id) => id, mood: (ids) => ids });

/** The actions of the list around. */
export function useListActions(): ListActions {
  const actions = useContext(ListContext);
  if (!actions) throw new Error("A row stands outside of a list.");
  return actions;
}

export const useListWords = (): Words => useContext(WordsContext);

/** Tracks that are dragged onto a collection. */
export const DRAGGED = "application/x-mgl-tracks";
