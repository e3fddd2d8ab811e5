import type { OpenOptions, Tape } from "./deck";
import type { Graph, Source } from "./graph";
import { correction } from "./levels";

const CHECK_MS = 250;

/** Long recordings, streamed by media elements that are held to the first one's clock. */
export async function openStreamTape(
  graph: Graph,
  sources: readonly Source[],
  { signal, onLoaded }: OpenOptions,
): Promise<Tape> {
  const { context } = graph;
  let loaded = 0;
  const players = await Promise.all(
    sources.map(async ({ id, url }) => {
      const player = new Audio();
      player.preload = "auto";
      player.src = url;
      await ready(player, signal);
      onLoaded(++loaded);
      context.createMediaElementSource(player).connect(graph.input(id));
      return player;
    }),
  );
  const [leader, ...others] = players;
  if (!leader) throw new RangeError("nothing to play");
  let timer = 0;
  let run = 0; // raised by every start and stop, so that a late start doesn't undo a stop

  const stop = () => {
    run++;
    clearInterval(timer);
    for (const player of players) player.pause();
  };
  const holdTogether = () => {
    for (const other of others) {
      const change = correction(other.currentTime - leader.currentTime);
      if (change === "jump") other.currentTime = leader.currentTime;
      else other.playbackRate = change;
    }
  };
  return {
    mode: "stream",
    start: async (seconds) => {
      stop();
      const mine = run;
      await context.resume();
      for (const player of players) player.currentTime = seconds;
      await Promise.all(players.map((player) => ready(player, signal)));
      if (mine !== run) return;
      await Promise.all(players.map((player) => player.play()));
      timer = window.setInterval(holdTogether, CHECK_MS);
    },
    stop,
    seconds: () => leader.currentTime,
    peaks: () => null,
    close: () => {
      stop();
      for (const player of players) {
        player.removeAttribute("src");
        player.load();
      }
      graph.close();
    },
  };
}

/** Waits until it can be played from where it stands. */
function ready(player: HTMLAudioElement, signal: AbortSignal): Promise<void> {
  if (!player.seeking && player.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const once = { signal: done.signal };
    const end = (settle: () => void) => () => {
      done.abort();
      settle();
    };
    player.addEventListener("canplay", end(resolve), once);
    player.addEventListener(
      "error",
      end(() => reject(new TypeError(player.error?.message ?? "the recording can't be played"))),
      once,
    );
    signal.addEventListener(
      "abort",
      end(() => reject(new DOMException("Not wanted any more.", "AbortError"))),
      once,
    );
  });
}
