import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { AudioDrop } from "@/components/audio-drop/audio-drop";
import type { Upload } from "@/components/audio-drop/upload";
import { LyricsEditor } from "@/components/lyrics/lyrics-editor";
import type { ParameterField } from "@/components/schema-form/read";
import { Card } from "@/components/ui/surface";
import { useCreating } from "../context";
import type { CreateValues } from "../model/form";
import { isLyrics, isSongField } from "../model/song-fields";

/** Lyrics and a recording to follow, for engines that take them. */
export default function SongFields() {
  const { engine, fields } = useCreating();
  return fields
    .filter((field) => isSongField(field, engine))
    .map((field) =>
      isLyrics(field) ? (
        <LyricsField key={field.name} field={field} />
      ) : (
        <ReferenceField key={field.name} field={field} />
      ),
    );
}

function LyricsField({ field }: { field: ParameterField }) {
  const { outline } = useCreating();
  const { setValue } = useFormContext<CreateValues>();
  const value = useWatch<CreateValues>({ name: `parameters.${field.name}` }) as unknown;
  return (
    <Card>
      <LyricsEditor
        value={typeof value === "string" ? value : ""}
        onChange={(text) =>
          setValue(`parameters.${field.name}`, text || undefined, { shouldDirty: true })
        }
        durationSeconds={outline?.duration_seconds}
      />
    </Card>
  );
}

function ReferenceField({ field }: { field: ParameterField }) {
  const { t } = useTranslation("create");
  const { setValue } = useFormContext<CreateValues>();
  const [upload, setUpload] = useState<Upload | null>(null);
  return (
    <Card>
      <h2 className="mb-2 text-sm font-semibold">{t("reference.title")}</h2>
      <AudioDrop
        label={t("reference.title")}
        value={upload}
        onChange={(next) => {
          setUpload(next);
          setValue(`parameters.${field.name}`, next?.id, { shouldDirty: true });
        }}
      />
      {field.description && (
        <p className="mt-2 text-[0.8125rem] text-ink-soft">{field.description}</p>
      )}
    </Card>
  );
}
