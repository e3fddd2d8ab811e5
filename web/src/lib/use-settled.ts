import { useEffect, useState } from "react";
import { useOpened } from "./use-page-opened";

const CALM_MS = 2_000;

/** True once the first page has stood for a while: for what must be there before it is needed. */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  const opened = useOpened((state) => state.path !== null);
  useEffect(() => {
    if (!opened) return undefined;
    const timer = setTimeout(() => setSettled(true), CALM_MS);
    return () => clearTimeout(timer);
  }, [opened]);
  return settled;
}
