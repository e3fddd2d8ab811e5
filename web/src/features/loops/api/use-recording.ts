import { useState } from "react";
import type { Upload } from "@/components/audio-drop/upload";
import type { Peaks } from "@/components/waveform/waveform";
import { $api, type Track } from "@/lib/api/client";
import { keepPeaks, peaksOfFile, readPeaks } from "../model/peaks";
import type { LoopsSearch } from "../search";

/** What is looped: a track or an upload, as far as it is known by now. */
export interface Recording {
  track: Track | undefined;
  upload: Upload | undefined;
  /** Null until it is known. */
  seconds: number | null;
  /** Null while they are on their way; undefined where there are none to be had. */
  peaks: Peaks | null | undefined;
  /** Why it can't be read. */
  error: unknown;
  retry: () => void;
}

/** The recording of an order, and how to hand in a new one. */
export function useRecording({ track: trackId = "", upload: uploadId = "" }: LoopsSearch) {
  const [drawn, setDrawn] = useState<{ upload: Upload; peaks: Peaks | null | undefined }>();
  const track = $api.useQuery(
    "get",
    "/api/v1/tracks/{track_id}",
    { params: { path: { track_id: trackId } } },
    { enabled: trackId !== "" },
  );
  const waveform = $api.useQuery(
    "get",
    "/api/v1/tracks/{track_id}/waveform",
    { params: { path: { track_id: trackId }, query: { buckets: 1200 } } },
    { enabled: trackId !== "", staleTime: Infinity },
  );
  const upload = $api.useQuery(
    "get",
    "/api/v1/uploads/{upload_id}",
    { params: { path: { upload_id: uploadId } } },
    { enabled: uploadId !== "", staleTime: Infinity },
  );
  const draw = async (sent: Upload, file: File) => {
    setDrawn({ upload: sent, peaks: null });
    const peaks = await peaksOfFile(file);
    if (peaks) keepPeaks(sent.id, peaks);
    setDrawn({ upload: sent, peaks: peaks ?? undefined });
  };
  const sent = drawn?.upload.id === uploadId ? drawn : undefined;
  const known = upload.data ?? sent?.upload;
  const uploadPeaks = sent ? sent.peaks : (readPeaksOnce(uploadId) ?? undefined);
  const recording: Recording = {
    track: track.data,
    upload: known,
    seconds: track.data?.duration_seconds ?? known?.duration_seconds ?? null,
    peaks: trackId ? (waveform.data?.peaks ?? (waveform.error ? undefined : null)) : uploadPeaks,
    error: track.error ?? upload.error,
    retry: () => void (trackId ? track.refetch() : upload.refetch()),
  };
  return { recording, draw };
}

const read = new Map<string, Peaks | null>();

/** The same array each time, so that nothing is drawn anew. */
function readPeaksOnce(upload: string): Peaks | null {
  const known = read.get(upload);
  if (known !== undefined) return known;
  const peaks = upload ? readPeaks(upload) : null;
  read.set(upload, peaks);
  return peaks;
}
