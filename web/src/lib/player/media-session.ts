import { currentOf, usePlayer, usePosition } from "./store";

const SKIP_SECONDS = 10;

/**
 * Shows what plays to the system (lock screen, headset, media keys), and takes its wishes.
 *
 * Returns how to stop.
 */
export function joinMediaSession(): () => void {
  if (!("mediaSession" in navigator)) return () => {};
  const session = navigator.mediaSession;
  const player = usePlayer.getState;
  const actions: [MediaSessionAction, MediaSessionActionHandler][] = [
    ["play", () => player().setPlaying(player().index >= 0)],
    ["pause", () => player().setPlaying(false)],
    ["stop", () => player().setPlaying(false)],
    ["previoustrack", () => player().previous()],
    ["nexttrack", () => player().next()],
    ["seekto", ({ seekTime }) => seekTime !== undefined && player().seek(seekTime)],
    ["seekbackward", ({ seekOffset }) => player().skip(-(seekOffset ?? SKIP_SECONDS))],
    ["seekforward", ({ seekOffset }) => player().skip(seekOffset ?? SKIP_SECONDS)],
  ];
  for (const [name, act] of actions) answer(session, name, act);
  let shown: string | null = null;
  const show = () => {
    const current = currentOf(player());
    session.playbackState = !current ? "none" : player().playing ? "playing" : "paused";
    if (shown === (current?.key ?? null)) return;
    shown = current?.key ?? null;
    session.metadata = current
      ? new MediaMetadata({
          title: current.title,
          artist: current.artist,
          artwork: [{ src: new URL(current.coverUrl ?? "/icon-512.png", location.href).href }],
        })
      : null;
  };
  let told = 0;
  const place = ({ seconds, durationSeconds }: { seconds: number; durationSeconds: number }) => {
    // the system counts on by itself: it is told of jumps, and now and then
    if (Math.abs(seconds - told) < 1 && seconds >= told) return;
    told = seconds;
    if (durationSeconds <= 0) return;
    const position = Math.min(seconds, durationSeconds);
    session.setPositionState?.({ duration: durationSeconds, playbackRate: 1, position });
  };
  show();
  const stops = [usePlayer.subscribe(show), usePosition.subscribe(place)];
  return () => {
    for (const stop of stops) stop();
    for (const [name] of actions) answer(session, name, null);
    session.metadata = null;
    session.playbackState = "none";
  };
}

function answer(
  session: MediaSession,
  name: MediaSessionAction,
  act: MediaSessionActionHandler | null,
): void {
  try {
    session.setActionHandler(name, act);
  } catch {
    // not every browser knows every action
  }
}
