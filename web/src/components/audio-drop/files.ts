/** What a file dialogue shows, by media type: type -> endings. */
export type Accept = Record<string, string[]>;

const KNOWN: Record<string, Accept> = {
  "audio/midi": { "audio/midi": [".mid", ".midi"], "audio/x-midi": [".mid", ".midi"] },
  audio: { "audio/*": [".wav", ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".aac", ".aif", ".aiff"] },
  image: { "image/*": [".jpg", ".jpeg", ".png", ".webp"] },
};

/** The endings of a media type; undefined takes any file. */
export function acceptOf(mediaType: string | null): Accept | undefined {
  if (!mediaType) return undefined;
  return KNOWN[mediaType] ?? KNOWN[mediaType.split("/")[0] ?? ""] ?? { [mediaType]: [] };
}

/** A file's bytes in base64. */
export async function base64Of(file: Blob): Promise<string> {
  const data = new Uint8Array(await file.arrayBuffer());
  const STRETCH = 0x8000; // String.fromCharCode takes no more arguments at once everywhere
  let raw = "";
  for (let at = 0; at < data.length; at += STRETCH) {
    raw += String.fromCharCode(...data.subarray(at, at + STRETCH));
  }
  return btoa(raw);
}

/** How many bytes a base64 text stands for. */
export function sizeOfBase64(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((text.length * 3) / 4) - padding);
}
