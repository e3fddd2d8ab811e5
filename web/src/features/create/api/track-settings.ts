import { acceptedOnly } from "@/components/schema-form/validate";
import { readFields } from "@/components/schema-form/read";
import { api, type Engine, type Track } from "@/lib/api/client";
import { type CreateValues, emptyValues } from "../model/form";
import { planRequest } from "../model/order";
import { readPlan } from "../model/plan";

/** The form from which a track came: its words, parameters and seed. */
export async function settingsOf(track: Track, engine: Engine): Promise<CreateValues> {
  const fields = readFields(engine.parameters);
  const known = new Set(fields.map((field) => field.name));
  const own = Object.entries(track.params).filter(([name]) => known.has(name));
  const has = (kind: string) => track.files.some((file) => file.kind === kind);
  const values: CreateValues = {
    ...emptyValues(),
    prompt: track.prompt,
    parameters: acceptedOnly(fields, Object.fromEntries(own)),
    durationSeconds: Math.round(track.duration_seconds * 1000) / 1000,
    seed: track.seed ?? emptyValues().seed,
    seedLocked: track.seed !== null,
    stems: has("stem"),
    midi: has("midi"),
    artist: track.artist,
    likeTrackId: typeof track.params.like === "string" ? track.params.like : null,
  };
  return track.links.plan ? await asItWas(values, track, engine) : values;
}

/** The same, with the track's own plan held wherever words and seed alone give another one. */
async function asItWas(values: CreateValues, track: Track, engine: Engine): Promise<CreateValues> {
  const path = { track_id: track.id };
  const stored = await api.GET("/api/v1/tracks/{track_id}/plan", { params: { path } });
  const plan = readPlan(stored.data);
  if (!plan) return values;
  for (const durationSeconds of [null, values.durationSeconds]) {
    const tried = { ...values, durationSeconds };
    const again = await api
      .POST("/api/v1/plans", { body: planRequest(tried, engine, readFields(engine.parameters)) })
      .then(({ data }) => readPlan(data?.plan))
      .catch(() => null); // what it was like is gone, or the engine has changed
    if (again && piece(again) === piece(plan)) return tried;
  }
  return {
    ...values,
    likeTrackId: null,
    durationSeconds: null,
    parameters: { ...values.parameters, plan: stored.data },
  };
}

/** What makes two plans the same piece. */
function piece(plan: NonNullable<ReturnType<typeof readPlan>>): string {
  const { genre, tempo_bpm, tonic, mode, seed, layers, sections, density, brightness } = plan;
  const parts = [genre, tempo_bpm, tonic, mode, seed, layers, sections, density, brightness];
  return JSON.stringify([...parts, plan.transpose_semitones, plan.ambience]);
}
