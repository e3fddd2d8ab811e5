import { beforeEach, expect, test } from "vitest";
import { remember, remembered } from "./memory";
import { nextOf, type Playable, usePlayer, usePosition } from "./store";

const item = (id: string): Playable => ({
  id,
  title: id.toUpperCase(),
  artist: "",
  url: `/api/v1/tracks/${id}/audio`,
  durationSeconds: 60,
  coverUrl: null,
  genre: "lofi",
  loudnessLufs: -14,
  trackId: id,
});
const player = usePlayer.getState;
const ids = () => player().queue.map(({ id }) => id);
const current = () => player().queue[player().index]?.id;

beforeEach(() => {
  player().clear();
  usePlayer.setState({ loop: "off", volume: 0.9, muted: false });
  usePosition.setState({ seconds: 0, durationSeconds: 60 });
});

test("what is played becomes the queue, and begins where it was said", () => {
  player().play(["a", "b", "c"].map(item), 1);
  expect(ids()).toEqual(["a", "b", "c"]);
  expect([current(), player().playing]).toEqual(["b", true]);
  player().play([]);
  expect(current()).toBe("b");
});

test("the same track may be in the queue twice, as two places", () => {
  player().play([item("a"), item("a"), item("b")]);
  expect(new Set(player().queue.map(({ key }) => key)).size).toBe(3);
  player().move(0, 2);
  expect(ids()).toEqual(["a", "b", "a"]);
  expect(player().index).toBe(2);
});

test("next goes on, stops at the end, and goes round when all is repeated", () => {
  player().play(["a", "b"].map(item));
  player().next();
  expect(current()).toBe("b");
  player().next();
  expect([current(), player().playing]).toEqual(["b", false]);
  usePlayer.setState({ loop: "all", playing: true });
  player().next();
  expect([current(), player().playing]).toEqual(["a", true]);
});

test("what follows by itself", () => {
  player().play(["a", "b"].map(item));
  expect(nextOf(player())?.id).toBe("b");
  player().jump(1);
  expect(nextOf(player())).toBeNull();
  usePlayer.setState({ loop: "all" });
  expect(nextOf(player())?.id).toBe("a");
  usePlayer.setState({ loop: "one" });
  expect(nextOf(player())).toBeNull();
});

test("previous begins the track again, unless it has only begun", () => {
  player().play(["a", "b"].map(item), 1);
  usePosition.setState({ seconds: 20 });
  player().previous();
  expect([current(), player().seekTo]).toEqual(["b", 0]);
  player().seekDone();
  usePosition.setState({ seconds: 1 });
  player().previous();
  expect(current()).toBe("a");
});

test("skipping stays within the track", () => {
  player().play([item("a")]);
  player().skip(-5);
  expect(player().seekTo).toBe(0);
  player().seekDone();
  usePosition.setState({ seconds: 58 });
  player().skip(5);
  expect(player().seekTo).toBeCloseTo(59.9);
});

test("removing others keeps the track, removing it goes on with the next", () => {
  player().play(["a", "b", "c"].map(item), 1);
  player().remove(0);
  expect([current(), player().index]).toEqual(["b", 0]);
  player().remove(0);
  expect([current(), player().playing]).toEqual(["c", true]);
  player().remove(0);
  expect([player().index, player().playing]).toEqual([-1, false]);
});

test("removing the last one that plays stops", () => {
  player().play(["a", "b"].map(item), 1);
  player().remove(1);
  expect([current(), player().playing]).toEqual(["a", false]);
});

test("moving rows keeps what plays", () => {
  player().play(["a", "b", "c"].map(item), 1);
  player().move(2, 0);
  expect([ids(), current()]).toEqual([["c", "a", "b"], "b"]);
  player().move(0, 9);
  expect(ids()).toEqual(["c", "a", "b"]);
});

test("what is to come next is put behind the present, and to an empty queue as its beginning", () => {
  player().playNext([item("x")]);
  expect([current(), player().playing]).toEqual(["x", false]);
  player().enqueue([item("z")]);
  player().playNext([item("y")]);
  expect(ids()).toEqual(["x", "y", "z"]);
});

test("volume keeps its limits and ends silence", () => {
  player().toggleMuted();
  player().setVolume(1.4);
  expect([player().volume, player().muted]).toEqual([1, false]);
});

test("queue, place and volume outlive the page; what was made in it doesn't", () => {
  player().play([item("a"), { ...item("p"), url: "blob:x" }, item("b")], 2);
  const { queue, index } = player();
  remember({ queue, index, volume: 0.4, muted: true, loop: "one", seconds: 12 });
  const kept = remembered();
  expect(kept.queue.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(kept).toMatchObject({ index: 1, volume: 0.4, muted: true, loop: "one", seconds: 12 });
});

test("of a very long queue the part around the present is kept", () => {
  const long = Array.from({ length: 2_000 }, (_, at) => item(`t${at}`));
  remember({ queue: long, index: 1_500, volume: 1, muted: false, loop: "off", seconds: 3 });
  const kept = remembered();
  expect(kept.queue).toHaveLength(500);
  expect(kept.queue[kept.index]?.id).toBe("t1500");
});

test("a broken memory is an empty one", () => {
  localStorage.setItem("mgl.player.v1", '{"queue": [{"id": 3}], "index": 4, "volume": 7}');
  expect(remembered()).toMatchObject({ queue: [], index: -1, volume: 0.9 });
  localStorage.setItem("mgl.player.v1", "{");
  expect(remembered().queue).toEqual([]);
});
