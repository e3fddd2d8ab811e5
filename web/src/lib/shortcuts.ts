import { useEffect, useRef } from "react";

const TYPED_INTO = "input, textarea, select, [contenteditable=true], [role=textbox]";
const OWN_KEYS = "[role=menu], [role=listbox], [role=dialog]"; // letters, too

/** Keys of the page: `"space"`, `"shift+?"`, `"mod+k"` (Ctrl, or Cmd on a Mac), `"g c"` (one after the other). */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

function nameOf(event: KeyboardEvent): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  return (event.ctrlKey || event.metaKey ? "mod+" : "") + (event.altKey ? "alt+" : "") + key;
}

/** Reacts to keys anywhere on the page, unless somebody types or a widget has keys of its own. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let before = "";
    let forget = 0;
    const isElsewhere = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || event.repeat) return true;
      if (nameOf(event).startsWith("mod+")) return false;
      return Boolean(target?.closest(TYPED_INTO) ?? target?.closest(OWN_KEYS));
    };
    // Before lists with letters of their own: what was begun with one key is ended with the next.
    const complete = (event: KeyboardEvent) => {
      const react = before && latest.current[`${before} ${nameOf(event)}`];
      if (!react || isElsewhere(event)) return;
      before = "";
      event.preventDefault();
      react(event);
    };
    const listen = (event: KeyboardEvent) => {
      if (isElsewhere(event)) return;
      const name = nameOf(event);
      const target = event.target instanceof Element ? event.target : null;
      if (
        name === "space" &&
        target?.closest("button, a, summary, [role=button], [role=checkbox], [role=switch]")
      )
        return;
      const react = latest.current[name];
      before = name;
      clearTimeout(forget);
      forget = window.setTimeout(() => (before = ""), 1200);
      if (!react) return;
      event.preventDefault();
      react(event);
    };
    window.addEventListener("keydown", complete, { capture: true });
    window.addEventListener("keydown", listen);
    return () => {
      window.removeEventListener("keydown", complete, { capture: true });
      window.removeEventListener("keydown", listen);
      clearTimeout(forget);
    };
  }, []);
}

/** "⌘" on a Mac, "Ctrl" elsewhere. */
export const MOD_KEY = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘" : "Ctrl";
