import { type RefObject, useEffect, useRef } from "react";
import { Conductor, type OnUnplayable } from "./conductor";
import { keepPlayer } from "./keep";
import { joinMediaSession } from "./media-session";

/** Plays what `usePlayer` wants on these two elements, as long as the component is there. */
export function useConductor(
  one: RefObject<HTMLAudioElement | null>,
  other: RefObject<HTMLAudioElement | null>,
  onUnplayable: OnUnplayable,
): void {
  const tell = useRef(onUnplayable);
  useEffect(() => {
    tell.current = onUnplayable;
  });
  useEffect(() => {
    if (!one.current || !other.current) return undefined;
    const conductor = new Conductor(one.current, other.current, (item, error) =>
      tell.current(item, error),
    );
    const stops = [joinMediaSession(), keepPlayer()];
    return () => {
      conductor.close();
      for (const stop of stops) stop();
    };
  }, [one, other]);
}
