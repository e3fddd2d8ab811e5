import type { ParameterField } from "@/components/schema-form/read";
import type { Engine } from "@/lib/api/client";

export const isLyrics = (field: ParameterField) =>
  ["text", "lines"].includes(field.kind) &&
  /^lyrics$|lrc/.test(`${field.name} ${field.mediaType ?? ""}`.trim());
const isUpload = (field: ParameterField) =>
  field.kind === "text" && /upload_id$|^reference_audio$/.test(field.name);

/** Whether a parameter has a place of its own: lyrics, and recordings to follow. */
export function isSongField(field: ParameterField, engine: Engine): boolean {
  const { lyrics, reference_audio: reference } = engine.capabilities;
  return (lyrics && isLyrics(field)) || (reference && isUpload(field));
}
