import { renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { usePlayer, usePosition, type Playable } from "@/lib/player/store";
import { useLoopedPart } from "./use-looped-part";

const track: Playable = {
  id: "t",
  title: "T",
  artist: "",
  url: "/t.mp3",
  durationSeconds: 60,
  coverUrl: null,
  genre: "",
  loudnessLufs: null,
  trackId: "t",
};
const at = (seconds: number) => usePosition.setState({ seconds });
const sought = () => usePlayer.getState().seekTo;

describe("a looped part", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    usePlayer.getState().play([track]);
    at(12);
    return () => {
      vi.useRealTimers();
      usePlayer.getState().clear();
    };
  });
  const loop = (part: { startSeconds: number; endSeconds: number } | null) =>
    renderHook(() => useLoopedPart("t", part));

  it("jumps back when its end comes, between two reports of the position", () => {
    loop({ startSeconds: 10, endSeconds: 20 });
    at(19.7);
    expect(sought()).toBeNull();
    vi.advanceTimersByTime(290);
    expect(sought()).toBeNull();
    vi.advanceTimersByTime(20);
    expect(sought()).toBe(10);
  });

  it("jumps back when the end was just missed", () => {
    loop({ startSeconds: 10, endSeconds: 20 });
    at(19.3);
    at(20.1);
    expect(sought()).toBe(10);
  });

  it("lets somebody go on who has sought beyond it", () => {
    loop({ startSeconds: 10, endSeconds: 20 });
    at(40);
    at(40.3);
    vi.advanceTimersByTime(2000);
    expect(sought()).toBeNull();
  });

  it("leaves other tracks, and a pause, alone", () => {
    loop({ startSeconds: 10, endSeconds: 20 });
    at(19.7);
    usePlayer.getState().setPlaying(false);
    vi.advanceTimersByTime(1000);
    expect(sought()).toBeNull();
    renderHook(() => useLoopedPart("another", { startSeconds: 0, endSeconds: 20 }));
    usePlayer.getState().setPlaying(true);
    at(19.8);
    at(20);
    expect(sought()).toBe(10);
  });
});
