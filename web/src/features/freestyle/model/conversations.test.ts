import { beforeEach, describe, expect, it } from "vitest";
import { begin, change, putBack, remove, say, sayInstead, useConversations } from "./conversations";

const find = (id: string) => useConversations.getState().all.find((one) => one.id === id);

beforeEach(() => useConversations.setState({ all: [] }));

describe("conversations", () => {
  it("keep what was said, in order, over a reload", () => {
    const id = begin("calm lo-fi");
    say(id, "slower");
    say(id, "add piano");
    const kept = JSON.parse(localStorage.getItem("mgl.freestyle.v1") ?? "[]");
    expect(kept[0]).toMatchObject({ sentence: "calm lo-fi", followUps: ["slower", "add piano"] });
  });
  it("let the last sentence be said otherwise", () => {
    const id = begin("calm lofi");
    sayInstead(id, "calm house");
    say(id, "slower");
    sayInstead(id, "faster");
    expect(find(id)).toMatchObject({ sentence: "calm house", followUps: ["faster"] });
  });
  it("are the latest twenty, and come back when taken out by mistake", () => {
    const first = begin("one", new Date(0));
    for (let day = 1; day < 20; day++) begin(`more ${day}`, new Date(day * 86_400_000));
    const taken = remove(first);
    expect(find(first)).toBeUndefined();
    if (taken) putBack(taken);
    expect(useConversations.getState().all.at(-1)?.id).toBe(first);
    begin("the newest");
    expect(useConversations.getState().all).toHaveLength(20);
    expect(find(first)).toBeUndefined();
  });
  it("change only the one that is meant", () => {
    const one = begin("one");
    const other = begin("other");
    change(one, (before) => ({ ...before, title: "Rain" }));
    expect(find(one)?.title).toBe("Rain");
    expect(find(other)?.title).toBeNull();
  });
});
