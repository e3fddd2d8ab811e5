import { refusalIn } from "@/lib/api/errors";

const TELL_MS = 100;
const REVOKE_MS = 60_000;

interface FetchOptions {
  largestBytes: number;
  signal: AbortSignal;
  onProgress: (receivedBytes: number, totalBytes: number | null) => void;
}

interface FetchedFile {
  blob: Blob;
  /** `Content-Disposition`, where the server may have named it. */
  disposition: string;
}

/**
 * A file into memory, with progress; "too large" as soon as that is seen.
 *
 * Throws `ApiError` when the server refuses, and `TypeError` when no answer comes or it breaks off.
 */
export async function fetchFile(
  url: string,
  options: FetchOptions,
): Promise<FetchedFile | "too large"> {
  const { largestBytes, signal, onProgress } = options;
  const response = await fetch(url, { signal });
  if (!response.ok) {
    throw refusalIn(await response.json().catch(() => null), response.status);
  }
  const length = Number(response.headers.get("Content-Length"));
  const total = length > 0 && !response.headers.get("Content-Encoding") ? length : null;
  const reader = response.body?.getReader();
  if (!reader) throw new TypeError("an answer without a body");
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  let told = 0;
  for (;;) {
    if (Math.max(received, total ?? 0) > largestBytes) {
      await reader.cancel();
      return "too large";
    }
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    received += value.byteLength;
    if (performance.now() - told > TELL_MS) {
      told = performance.now();
      onProgress(received, total);
    }
  }
  if (total !== null && received < total) throw new TypeError("the answer broke off");
  onProgress(received, total);
  const type = response.headers.get("Content-Type") ?? "application/octet-stream";
  return {
    blob: new Blob(chunks, { type }),
    disposition: response.headers.get("Content-Disposition") ?? "",
  };
}

/** The name in a `Content-Disposition` (RFC 6266): the one in UTF-8 before the plain one. */
export function savedAs(disposition: string): string | null {
  const encoded = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]+))/i.exec(disposition);
  try {
    if (encoded) return decodeURIComponent(encoded);
  } catch {
    // badly encoded: the plain one is there for that
  }
  return plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2] ?? null;
}

/** Has the browser save what is in memory. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  saveByLink(url, name);
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS); // some browsers read it a while later
}

/** Has the browser fetch and save it on its own. */
export function saveByLink(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
