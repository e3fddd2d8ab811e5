import { type JobNews, JobStream, type ReadJobs } from "./stream";

const NAME = "mgl.events";

interface Passed {
  news: JobNews;
  last: number | null;
}

/**
 * Follows all jobs with one connection for all windows of the studio: browsers allow a server only
 * six, and each stream holds one. The window that came into view last reads, and tells the others.
 *
 * Returns how to stop.
 */
export function followJobs(deliver: (news: JobNews) => void, read: ReadJobs): () => void {
  if (!("locks" in navigator) || !("BroadcastChannel" in globalThis)) return alone(deliver, read);
  const channel = new BroadcastChannel(NAME);
  let last: number | null = null;
  let stream: JobStream | null = null;
  let waiting: AbortController | null = null;
  let letGo = () => {};
  let ended = false;

  const tell = (news: JobNews) => {
    last = stream?.last ?? last;
    deliver(news);
    channel.postMessage({ news, last } satisfies Passed);
  };
  channel.onmessage = ({ data }: MessageEvent<Passed>) => {
    if (stream) return; // the one who was asked to let go may still be speaking
    last = data.last;
    deliver(data.news);
  };

  const hold = () =>
    new Promise<void>((resolve) => {
      letGo = resolve;
      if (ended) return resolve();
      stream = new JobStream(tell, read);
      stream.start(last);
    });
  const lose = () => {
    stream?.stop();
    stream = null;
    if (!ended) wait();
  };
  const wait = () => {
    waiting = new AbortController();
    const { signal } = waiting;
    void navigator.locks.request(NAME, { signal }, hold).then(lose, () => {
      if (!signal.aborted) lose(); // it was taken from us
    });
  };
  const take = () => {
    if (stream) return stream.wake();
    waiting?.abort();
    void navigator.locks.request(NAME, { steal: true }, hold).then(lose, lose);
  };

  const look = () => {
    if (document.visibilityState === "visible") take();
  };
  const wake = () => stream?.wake();
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", wake);
  if (document.visibilityState === "visible") take();
  else wait();
  return () => {
    ended = true;
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("online", wake);
    waiting?.abort();
    letGo();
    stream?.stop();
    channel.close();
  };
}

/** Where windows can't agree (plain http in a network), each reads for itself. */
function alone(deliver: (news: JobNews) => void, read: ReadJobs): () => void {
  const stream = new JobStream(deliver, read);
  const wake = () => {
    if (document.visibilityState === "visible") stream.wake();
  };
  stream.start();
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  return () => {
    stream.stop();
    document.removeEventListener("visibilitychange", wake);
    window.removeEventListener("online", wake);
  };
}
