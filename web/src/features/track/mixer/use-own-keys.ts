import { useEffect, useEffectEvent } from "react";

const TYPED_INTO = "input, textarea, select, [contenteditable=true], [role=textbox], [role=dialog]";
const OWN_KEYS: Record<string, string> = {
  " ": "button, a, summary, [role=button], [role=checkbox], [role=switch], [role=tab]",
};

/**
 * Keys of a part of the page that come before those of the whole studio: while it is open, the space
 * bar plays here. `react` answers whether it has used the key.
 */
export function useOwnKeys(react: (event: KeyboardEvent) => boolean): void {
  const listen = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TYPED_INTO)) return;
    const own = OWN_KEYS[event.key];
    if (own && target?.closest(own)) return;
    if (!react(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => listen(event);
    window.addEventListener("keydown", hear, { capture: true });
    return () => window.removeEventListener("keydown", hear, { capture: true });
  }, []);
}
