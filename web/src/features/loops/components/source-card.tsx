import { useTranslation } from "react-i18next";
import { AudioDrop } from "@/components/audio-drop/audio-drop";
import type { Upload } from "@/components/audio-drop/upload";
import { TrackPicker } from "@/components/track-picker/track-picker";
import { Failure } from "@/components/ui/states";
import { Card } from "@/components/ui/surface";
import { worthAnotherTry } from "@/lib/api/errors";
import { cn } from "@/lib/cn";
import type { Change } from "../api/use-order";
import type { Recording } from "../api/use-recording";
import type { LoopsSearch } from "../search";

interface SourceCardProps {
  order: LoopsSearch;
  recording: Recording;
  onChange: Change;
  onFile: (upload: Upload, file: File) => void;
}

/** Which recording is looped: a file that is dropped here, or a track of the library. */
export function SourceCard({ order, recording, onChange, onFile }: SourceCardProps) {
  const { t } = useTranslation("loops");
  const take = (upload: Upload | null, file: File | null) => {
    onChange({ track: undefined, upload: upload?.id });
    if (upload && file) onFile(upload, file);
  };
  return (
    <Card aria-labelledby="loop-source" className="grid gap-3">
      <h2 id="loop-source" className="font-semibold">
        {t("source.title")}
      </h2>
      <div
        className={cn("grid items-start gap-3", !order.track && !order.upload && "sm:grid-cols-2")}
      >
        {!order.track && (
          <AudioDrop label={t("source.file")} value={recording.upload ?? null} onChange={take} />
        )}
        {!order.upload && (
          <TrackPicker
            label={t("source.track")}
            placeholder={t("source.choose")}
            value={order.track ?? null}
            onChange={(id) => onChange({ track: id ?? undefined, upload: undefined })}
          />
        )}
      </div>
      {Boolean(recording.error) && (
        <Failure
          error={recording.error}
          onRetry={worthAnotherTry(recording.error) ? recording.retry : undefined}
        />
      )}
    </Card>
  );
}
