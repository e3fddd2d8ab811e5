import type { TFunction } from "i18next";
import { createContext, useContext } from "react";
import type { Track } from "@/lib/api/client";

/** What the rows and cards of a list can do; it never changes, so that they aren't drawn again. */
export interface ListActions {
  /** Plays from this track on, in the list's order. */
  playAt: (index: number) => void;
  /** Plays it, or pauses when it plays. */
  toggleAt: (index: number) => void;
  /** A click with Shift takes the range. */
  select: (id: string, range: boolean) => void;
  open: (id: string) => void;
  openMenu: (index: number, at: { x: number; y: number }) => void;
  rate: (track: Track, rating: number | null) => void;
  favor: (track: Track) => void;
  /** What is dragged with this track: itself, or all that are selected with it. */
  dragged: (id: string) => string[];
}

/** The words of rows and cards: looked up once for the list, not once for each row. */
export interface ListWords {
  t: TFunction<"library">;
  stars: (rating: number | null) => string;
  genre: (id: string) => string;
  mood: (ids: string) => string;
  key: (name: string) => string;
  /** How long ago. */
  when: (moment: string) => string;
}

export const ListContext = createContext<{ actions: ListActions; words: ListWords } | null>(null);

function useList() {
  const list = useContext(ListContext);
  if (!list) throw new Error("A row stands outside of a list.");
  return list;
}

/** The actions of the list around. */
export const useListActions = (): ListActions => useList().actions;

/** The words of the list around. */
export const useListWords = (): ListWords => useList().words;

/** Tracks that are dragged onto a collection. */
export const DRAGGED = "application/x-mgl-tracks";
