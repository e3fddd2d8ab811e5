import { remember } from "./memory";
import { usePlayer, usePosition } from "./store";

const SETTLE_MS = 500;
const EVERY_MS = 5_000;

/** Has queue, place, volume and modes outlive the page. Returns how to stop. */
export function keepPlayer(): () => void {
  let timer = 0;
  let saved = 0;
  const save = () => {
    clearTimeout(timer);
    timer = 0;
    saved = Date.now();
    const { queue, index, volume, muted, loop } = usePlayer.getState();
    remember({ queue, index, volume, muted, loop, seconds: usePosition.getState().seconds });
  };
  const soon = () => {
    timer ||= window.setTimeout(save, SETTLE_MS);
  };
  const nowAndThen = () => {
    if (Date.now() - saved > EVERY_MS) save();
  };
  const stops = [usePlayer.subscribe(soon), usePosition.subscribe(nowAndThen)];
  window.addEventListener("pagehide", save);
  return () => {
    for (const stop of stops) stop();
    window.removeEventListener("pagehide", save);
    clearTimeout(timer);
  };
}
