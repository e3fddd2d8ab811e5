import { type RefObject, useEffect } from "react";

const NEAR_PIXELS = 320;

/** Keeps the end of a growing page in sight, unless somebody has scrolled up to read. */
export function useStayAtEnd(content: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = content.current;
    const scroller = element?.closest("main");
    if (!element || !scroller) return undefined;
    let height = element.offsetHeight;
    const observer = new ResizeObserver(() => {
      const grown = element.offsetHeight - height;
      height = element.offsetHeight;
      const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
      if (grown > 0 && left - grown < NEAR_PIXELS)
        scroller.scrollTo({ top: scroller.scrollHeight, behavior: "smooth" });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [content]);
}
