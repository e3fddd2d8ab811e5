import { useMatch } from "@tanstack/react-router";
import { type RefObject, useEffect } from "react";
import { create } from "zustand";

interface OpenedState {
  /** The address of the page that was told of last; null before the first. */
  path: string | null;
  /** The title of the page that was opened last, by somebody on the page; empty at first. */
  title: string;
}

/** Which page was opened, for those who are told so. */
export const useOpened = create<OpenedState>()(() => ({ path: null, title: "" }));

const LEFT_BEHIND = "nav, main, [role=dialog], [cmdk-root]";

/**
 * Tells of a page when it is there, and puts the focus on its heading, unless somebody has gone on
 * to something else meanwhile. The first page of a visit is the browser's to tell of.
 */
export function usePageOpened(heading: RefObject<HTMLElement | null>, title: string): void {
  // The page's own address: the router's is already the next one while that page loads.
  const path = useMatch({ strict: false, select: (match) => match.pathname });
  useEffect(() => {
    const { path: before } = useOpened.getState();
    if (before === path) return;
    const first = before === null;
    useOpened.setState({ path, title: first ? "" : title });
    const active = document.activeElement;
    const free = !active || active === document.body || active.closest(LEFT_BEHIND);
    if (!first && free) heading.current?.focus({ preventScroll: true });
  }, [path, title, heading]);
}
