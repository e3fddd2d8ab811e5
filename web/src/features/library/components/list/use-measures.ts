import { type RefObject, useLayoutEffect, useState } from "react";
import { scroller } from "../../model/place";

interface Measures {
  /** Pixels from the beginning of what scrolls to the list. */
  top: number;
  width: number;
}

/** Where the list is and how wide; zero width until it is known. */
export function useMeasures(list: RefObject<HTMLElement | null>): Measures {
  const [measures, setMeasures] = useState<Measures>({ top: 0, width: 0 });
  useLayoutEffect(() => {
    const main = scroller();
    const element = list.current;
    if (!element || !main) return undefined;
    const observer = new ResizeObserver(() => {
      const box = element.getBoundingClientRect();
      const top = Math.round(box.top - main.getBoundingClientRect().top + main.scrollTop);
      const width = Math.floor(box.width);
      setMeasures((known) => (known.top === top && known.width === width ? known : { top, width }));
    });
    observer.observe(element);
    // what stands above the list may grow without the list growing
    if (main.firstElementChild) observer.observe(main.firstElementChild);
    return () => observer.disconnect();
  }, [list]);
  return measures;
}
