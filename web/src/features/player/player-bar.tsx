import { lazy } from "react";

/** The player at the lower edge of every page; it comes after the page, so that pages open sooner. */
export const PlayerBar = lazy(() => import("./components/bar"));
