import { Upload } from "lucide-react";
import { useState } from "react";
import { useDropzone } from "react-dropzone";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { bytes } from "@/lib/format";
import type { Accept } from "./files";

interface DropAreaProps {
  /** What it is for; also the name of its button. */
  label: string;
  accept?: Accept | undefined;
  maxBytes?: number;
  onFile: (file: File) => void;
  onBlur?: (() => void) | undefined;
  id?: string;
  "aria-describedby"?: string | undefined;
}

/** A place to drop a file on, or to choose one from. */
export function DropArea({
  label,
  accept,
  maxBytes,
  onFile,
  onBlur,
  id,
  ...described
}: DropAreaProps) {
  const { t, i18n } = useTranslation("shared");
  const [refused, setRefused] = useState("");
  const endings = [...new Set(Object.values(accept ?? {}).flat())].join(", ");
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    accept,
    maxSize: maxBytes,
    multiple: false,
    noClick: true,
    noKeyboard: true,
    onDrop: ([file], [bad]) => {
      const large = bad?.errors.some((error) => error.code === "file-too-large");
      setRefused(
        !bad
          ? ""
          : large
            ? t("audioDrop.tooLarge", { size: bytes(maxBytes ?? 0, i18n.language) })
            : t("audioDrop.wrongKind", { name: bad.file.name, endings }),
      );
      if (file) onFile(file);
    },
  });
  return (
    <div {...getRootProps()}>
      <input {...getInputProps({ "aria-label": label })} tabIndex={-1} />
      <button
        type="button"
        id={id}
        aria-describedby={described["aria-describedby"]}
        aria-label={t("audioDrop.choose", { label })}
        onClick={open}
        onBlur={onBlur}
        className={cn(
          "flex w-full items-center gap-3 rounded-xl border border-dashed border-line-strong px-4 py-3 text-left text-sm hover:bg-raised",
          isDragActive && "border-accent bg-accent-soft",
        )}
      >
        <Upload aria-hidden className="size-5 shrink-0 text-ink-soft" />
        <span className="min-w-0">
          <span className="block">{t("audioDrop.invite")}</span>
          {endings && <span className="block truncate text-xs text-ink-soft">{endings}</span>}
        </span>
      </button>
      {refused && (
        <p role="alert" className="mt-1.5 text-[0.8125rem] font-medium text-bad">
          {refused}
        </p>
      )}
    </div>
  );
}
