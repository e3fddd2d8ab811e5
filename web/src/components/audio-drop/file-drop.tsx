import { FileAudio, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { bytes } from "@/lib/format";
import { DropArea } from "./drop-area";
import { acceptOf, base64Of, sizeOfBase64 } from "./files";

interface FileDropProps {
  /** The file in base64; empty while there is none. */
  value: string;
  onChange: (value: string | undefined) => void;
  onBlur?: () => void;
  mediaType: string | null;
  /** What it is for: "MIDI file". */
  label: string;
  id: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

/** A small file that travels within the request, in base64. */
export function FileDrop({ value, onChange, mediaType, label, onBlur, ...tied }: FileDropProps) {
  const { t, i18n } = useTranslation("shared");
  const [name, setName] = useState("");
  const take = async (file: File) => {
    setName(file.name);
    onChange(await base64Of(file));
  };
  if (!value) {
    return (
      <DropArea
        {...tied}
        label={label}
        accept={acceptOf(mediaType)}
        onFile={(file) => void take(file)}
        onBlur={onBlur}
      />
    );
  }
  return (
    <div className="flex items-center gap-3 rounded-xl border bg-raised py-2 pr-2 pl-3.5">
      <FileAudio aria-hidden className="size-5 shrink-0 text-accent" />
      <span className="min-w-0 grow truncate text-sm font-medium">
        {name || t("audioDrop.handedIn")}
      </span>
      <span className="text-[0.8125rem] text-ink-soft tabular">
        {bytes(sizeOfBase64(value), i18n.language)}
      </span>
      <IconButton
        label={t("audioDrop.remove")}
        size="smallIcon"
        onClick={() => onChange(undefined)}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
