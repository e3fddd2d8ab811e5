import { Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import Cropper from "react-easy-crop";
import { useTranslation } from "react-i18next";
import { DropArea } from "@/components/audio-drop/drop-area";
import { Cover } from "@/components/cover/cover";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Slider } from "@/components/ui/slider";
import { Failure } from "@/components/ui/states";
import { useRemoveCover, useSetCover } from "../../api/use-cover";
import { cropped, isPicture, type Square } from "../../model/crop";
import type { TrackDialogProps } from "./provider";

const PICTURES = {
  "image/jpeg": [".jpg", ".jpeg"],
  "image/png": [".png"],
  "image/webp": [".webp"],
};
const MOST_BYTES = 30_000_000;

/** The track's picture: another one, cut to a square, or none. */
export default function CoverDialog({ track, onClose }: TrackDialogProps) {
  const { t } = useTranslation("track");
  const [picture, setPicture] = useState<{ file: File; url: string } | null>(null);
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Square | null>(null);
  const save = useSetCover(track, onClose);
  const remove = useRemoveCover(track, onClose);
  const url = picture?.url;
  useEffect(() => (url ? () => URL.revokeObjectURL(url) : undefined), [url]);
  const [unreadable, setUnreadable] = useState("");
  const take = async (file: File) => {
    save.reset();
    const readable = await isPicture(file);
    setUnreadable(readable ? "" : file.name);
    if (!readable) return;
    setCrop({ x: 0, y: 0 });
    setZoom(1);
    setPicture({ file, url: URL.createObjectURL(file) });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("cover.title")}
      description={t("cover.text")}
      footer={
        <>
          {track.cover && !picture && (
            <Button busy={remove.isPending} onClick={() => remove.mutate()}>
              <Trash2 aria-hidden />
              {t("cover.remove")}
            </Button>
          )}
          {picture && (
            <>
              <Button onClick={() => setPicture(null)}>{t("cover.other")}</Button>
              <Button
                look="primary"
                busy={save.isPending}
                disabled={!area}
                onClick={() => area && save.mutate(() => cropped(picture.file, area))}
              >
                {t("cover.save")}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        {save.error && <Failure error={save.error} />}
        {picture ? (
          <>
            <div className="relative aspect-square overflow-hidden rounded-xl bg-sunken">
              <Cropper
                image={picture.url}
                aspect={1}
                crop={crop}
                zoom={zoom}
                maxZoom={4}
                objectFit="contain"
                onCropChange={setCrop}
                onZoomChange={setZoom}
                onCropComplete={(_, pixels) => setArea(pixels)}
                cropperProps={{ role: "group", "aria-label": t("cover.frame") }}
                mediaProps={{ alt: t("cover.chosen") }}
              />
            </div>
            <div className="flex items-center gap-3">
              <span aria-hidden className="text-sm text-ink-soft">
                {t("cover.zoom")}
              </span>
              <Slider
                label={t("cover.zoom")}
                min={1}
                max={4}
                step={0.05}
                value={zoom}
                valueText={`${zoom.toFixed(1)}×`}
                onValueChange={setZoom}
              />
            </div>
          </>
        ) : (
          <>
            <Cover track={track} className="mx-auto max-w-64 rounded-2xl" />
            <DropArea
              label={t("cover.title")}
              accept={PICTURES}
              maxBytes={MOST_BYTES}
              onFile={(file) => void take(file)}
            />
            {unreadable && (
              <p role="alert" className="text-[0.8125rem] font-medium text-bad">
                {t("cover.unreadable", { name: unreadable })}
              </p>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
