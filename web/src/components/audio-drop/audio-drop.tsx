import { FileAudio, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { Failure } from "@/components/ui/states";
import { bytes, clock } from "@/lib/format";
import { DropArea } from "./drop-area";
import { acceptOf } from "./files";
import { sendFile, type Upload } from "./upload";

interface AudioDropProps {
  /** What it is for: "Reference recording". */
  label: string;
  value: Upload | null;
  onChange: (upload: Upload | null, file: File | null) => void;
  /** What is taken; recordings unless told otherwise. */
  mediaType?: string;
  maxBytes?: number;
}

interface Sending {
  file: File;
  share: number;
}

/** A recording that is sent to the studio at once: its way there, a listen, and off again. */
export function AudioDrop({
  label,
  value,
  onChange,
  mediaType = "audio/*",
  maxBytes,
}: AudioDropProps) {
  const { t, i18n } = useTranslation("shared");
  const [sending, setSending] = useState<Sending | null>(null);
  const [failed, setFailed] = useState<{ file: File; error: unknown } | null>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  useEffect(() => () => void (preview && URL.revokeObjectURL(preview)), [preview]);

  const send = async (file: File) => {
    stop.current?.abort();
    const mine = new AbortController();
    stop.current = mine;
    setFailed(null);
    setSending({ file, share: 0 });
    try {
      const upload = await sendFile(file, (share) => setSending({ file, share }), mine.signal);
      setPreview(URL.createObjectURL(file));
      onChange(upload, file);
    } catch (error) {
      if (!mine.signal.aborted) setFailed({ file, error });
    } finally {
      if (stop.current === mine) setSending(null);
    }
  };
  const remove = () => {
    setPreview(null);
    onChange(null, null);
  };

  if (sending) {
    const percent = Math.round(sending.share * 100);
    const done = sending.share >= 1;
    return (
      <div className="rounded-xl border bg-raised py-2.5 pr-2 pl-3.5">
        <div className="flex items-center gap-3">
          <span className="min-w-0 grow truncate text-sm font-medium">{sending.file.name}</span>
          <span role="status" className="text-[0.8125rem] text-ink-soft tabular">
            {done ? t("audioDrop.checking") : t("audioDrop.percent", { percent })}
          </span>
          <IconButton
            label={t("audioDrop.stop")}
            size="smallIcon"
            onClick={() => stop.current?.abort()}
          >
            <X aria-hidden />
          </IconButton>
        </div>
        <Progress
          value={done ? null : percent}
          label={t("audioDrop.sending", { name: sending.file.name })}
          className="mt-2 mr-1.5 w-auto"
        />
      </div>
    );
  }
  if (value) {
    const told = [bytes(value.bytes, i18n.language)];
    if (value.duration_seconds !== null) told.unshift(clock(value.duration_seconds));
    return (
      <div className="rounded-xl border bg-raised py-2 pr-2 pl-3.5">
        <div className="flex items-center gap-3">
          <FileAudio aria-hidden className="size-5 shrink-0 text-accent" />
          <span className="min-w-0 grow truncate text-sm font-medium">{value.name}</span>
          <span className="text-[0.8125rem] text-ink-soft tabular">{told.join(" · ")}</span>
          <IconButton label={t("audioDrop.remove")} size="smallIcon" onClick={remove}>
            <X aria-hidden />
          </IconButton>
        </div>
        {preview && (
          <audio
            controls
            src={preview}
            aria-label={t("audioDrop.listen", { name: value.name })}
            className="mt-2 h-9 w-full pr-1.5"
          />
        )}
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <DropArea
        label={label}
        accept={acceptOf(mediaType)}
        maxBytes={maxBytes}
        onFile={(file) => void send(file)}
      />
      {failed && <Failure error={failed.error} onRetry={() => void send(failed.file)} />}
    </div>
  );
}
