import type { Job } from "@/lib/api/client";

/** A job as the server shows it, with what a test is about. */
export function aJob(fields: Partial<Job> = {}): Job {
  const id = fields.id ?? "01kaj6x4m8v2q9t3r7w5c1n0ze";
  return {
    id,
    kind: "generate",
    status: "queued",
    stage: "",
    progress: 0,
    message: "",
    engine: "composer",
    params: { prompt: "calm piano at night" },
    priority: "normal",
    batch_id: null,
    created_at: "2026-03-01T10:00:00Z",
    not_before: null,
    started_at: null,
    finished_at: null,
    queue_position: null,
    eta_seconds: null,
    attempts: 0,
    track_ids: [],
    result: {},
    error: null,
    cancel_requested: false,
    revision: 1,
    links: {
      self: `/api/v1/jobs/${id}`,
      events: `/api/v1/jobs/${id}/events`,
      cancel: null,
      retry: null,
      move: null,
      batch: null,
      tracks: [],
      audio: null,
      file: null,
    },
    ...fields,
  };
}
