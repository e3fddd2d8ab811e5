import { describe, expect, it } from "vitest";
import { acceptOf, base64Of, sizeOfBase64 } from "./files";

const latin = (data: Uint8Array) => Array.from(data, (one) => String.fromCharCode(one)).join("");

describe("files in base64", () => {
  it.each([0, 1, 2, 3, 100_000])("%i bytes come back as they were", async (size) => {
    const data = Uint8Array.from({ length: size }, (_, index) => (index * 31) % 256);
    const text = await base64Of(new Blob([data]));
    expect(sizeOfBase64(text)).toBe(size);
    expect(atob(text) === latin(data)).toBe(true);
  });
});

describe("acceptOf", () => {
  it("knows the endings of music", () => {
    expect(Object.values(acceptOf("audio/midi") ?? {}).flat()).toContain(".mid");
    expect(Object.values(acceptOf("audio/wav") ?? {}).flat()).toContain(".flac");
    expect(acceptOf("model/x")).toEqual({ "model/x": [] });
    expect(acceptOf(null)).toBeUndefined();
  });
});
