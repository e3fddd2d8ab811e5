import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { Track } from "@/lib/api/client";
import { depends, dropTracks, putTracks } from "./cache";

const track = (id: string, rating: number | null = null) => ({ id, rating }) as Track;
const page = (items: Track[], total: number) => ({ items, total, next_cursor: null });

function filled() {
  const client = new QueryClient();
  const endless = ["get", "/api/v1/tracks", { params: { query: { limit: 2 } } }];
  const short = ["get", "/api/v1/tracks", { params: { query: { limit: 6 } } }];
  client.setQueryData(endless, {
    pages: [page([track("a"), track("b")], 3), page([track("c")], 3)],
    pageParams: [null, "x"],
  });
  client.setQueryData(short, page([track("b")], 1));
  return { client, endless, short };
}

describe("the tracks that are shown", () => {
  it("change in every list that has them", () => {
    const { client, endless, short } = filled();
    putTracks(client, [track("b", 5)]);
    expect(client.getQueryData(short)).toEqual(page([track("b", 5)], 1));
    expect(client.getQueryData(endless)).toMatchObject({
      pages: [{ items: [track("a"), track("b", 5)] }, { items: [track("c")] }],
    });
  });

  it("leave every list, and every page counts one less", () => {
    const { client, endless, short } = filled();
    dropTracks(client, ["b"]);
    expect(client.getQueryData(short)).toEqual(page([], 0));
    expect(client.getQueryData(endless)).toMatchObject({
      pages: [{ items: [track("a")], total: 2 }, { total: 2 }],
    });
  });

  it("are not made up where nobody has read them", () => {
    const { client } = filled();
    putTracks(client, [track("z")]);
    const key = ["get", "/api/v1/tracks/{track_id}", { params: { path: { track_id: "z" } } }];
    expect(client.getQueryData(key)).toBeUndefined();
  });
});

describe("a list after a change", () => {
  it("is read anew where the change may move something in it", () => {
    expect(depends({ sort: "rating" }, ["rating"])).toBe(true);
    expect(depends({ sort: "created_at", favorite: true }, ["favorite"])).toBe(true);
    expect(depends({ sort: "created_at", search: "rain" }, ["tags"])).toBe(true);
    expect(depends({ sort: "updated_at" }, ["language"])).toBe(true);
  });

  it("is left alone where it can't", () => {
    expect(depends({ sort: "created_at", genre: ["lofi"] }, ["rating", "favorite"])).toBe(false);
    expect(depends({ sort: "title", search: "rain" }, ["favorite"])).toBe(false);
  });
});
