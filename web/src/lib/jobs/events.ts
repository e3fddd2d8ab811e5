import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { create } from "zustand";
import { api, type Job } from "@/lib/api/client";
import { refresh } from "@/lib/api/cache";
import type { OpenPlace } from "./announce";
import { dropJob, isFinal, putJob } from "./cache";
import { newsOf } from "./news";
import { followJobs } from "./shared-stream";
import type { JobNews } from "./stream";
import { markGone, onRemembered } from "./submitted";

interface ConnectionState {
  /** The server has not answered for a while. */
  lost: boolean;
}

/** Whether the stream of events is up. */
export const useConnection = create<ConnectionState>()(() => ({ lost: false }));

const HEAL_MS = 400;
const NEWEST = 50;

/** Follows all jobs while the studio is open. */
export function useJobEvents(): void {
  const client = useQueryClient();
  const navigate = useNavigate();
  useEffect(() => {
    const open: OpenPlace = (place) => void navigate(place);
    return follow(client, open);
  }, [client, navigate]);
}

function follow(client: QueryClient, open: OpenPlace): () => void {
  const news = newsOf();
  const heal = healer(client);
  let begun = false;
  const take = (job: Job) => {
    const change = news.of(job);
    putJob(client, job);
    if (change === "none") {
      if (job.status === "queued") heal("/api/v1/jobs"); // it was moved, and others with it
      return;
    }
    heal("/api/v1/jobs", "/api/v1/batches", "/api/v1/queue");
    if (change === "tracks" || change === "ended") heal(...touchedBy(job));
    if (change === "ended")
      void import("./announce").then(({ announce }) => announce(client, job, open));
  };
  const deliver = (told: JobNews) => {
    if (told.type === "job") take(told.job);
    else if (told.type === "known") {
      if (!begun) news.learn(told.jobs); // else another window has begun to read
      begun = true;
      for (const job of told.jobs) take(job);
    } else if (told.type === "lost") useConnection.setState({ lost: told.lost });
    else if (told.type === "up") heal("/api/v1/jobs", "/api/v1/batches", "/api/v1/queue");
    else {
      markGone([told.id]);
      dropJob(client, told.id);
    }
  };
  const read = async () => {
    const [newest, unfinished] = await Promise.all([
      api.GET("/api/v1/jobs", { params: { query: { limit: NEWEST } } }),
      api.GET("/api/v1/jobs", {
        params: { query: { status: ["queued", "running"], limit: NEWEST } },
      }),
    ]);
    return [...(newest.data?.items ?? []), ...(unfinished.data?.items ?? [])];
  };
  const stop = followJobs(deliver, read);
  const forget = onRemembered(take);
  return () => {
    stop();
    forget();
    heal.stop();
  };
}

/** What else is another now that this job has gone on. */
function touchedBy(job: Job): string[] {
  if (job.kind === "download") return ["/api/v1/models", "/api/v1/engines", "/api/v1/system"];
  if (job.kind === "export") return [];
  const timed = isFinal(job) ? ["/api/v1/engines", "/api/v1/system"] : [];
  return ["/api/v1/tracks", "/api/v1/collections", ...timed];
}

/** Reads lists anew a moment after the last change; many changes at once are one reading. */
function healer(client: QueryClient) {
  const wanted = new Set<string>();
  let timer = 0;
  const heal = (...prefixes: string[]) => {
    for (const prefix of prefixes) wanted.add(prefix);
    if (timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      const now = [...wanted];
      wanted.clear();
      void refresh(client, ...now);
    }, HEAL_MS);
  };
  heal.stop = () => clearTimeout(timer);
  return heal;
}
