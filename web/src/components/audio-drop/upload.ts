import type { Schema } from "@/lib/api/client";
import { ApiError, problemIn } from "@/lib/api/errors";

export type Upload = Schema<"UploadOut">;

const OFFLINE = { code: "OFFLINE", message: "", recovery: "", details: {}, status: null };

/**
 * Sends a file to `/api/v1/uploads`. `fetch` tells nothing of how far it is, hence the older way.
 * Rejects with `ApiError`; with `AbortError` when `signal` was raised.
 */
export function sendFile(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", "/api/v1/uploads");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status < 300) return resolve(request.response as Upload);
      reject(
        new ApiError(
          problemIn(request.response, request.status) ?? {
            ...OFFLINE,
            code: "INTERNAL",
            status: request.status,
          },
        ),
      );
    };
    request.onerror = () => reject(new ApiError(OFFLINE));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
