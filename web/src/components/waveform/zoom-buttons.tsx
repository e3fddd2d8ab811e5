import { ZoomIn, ZoomOut } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";

/** How much of the track is seen: 1 is all of it. */
export const ZOOMS = [1, 2, 4, 8, 16] as const;
export type Zoom = (typeof ZOOMS)[number];

interface ZoomButtonsProps {
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
}

export function ZoomButtons({ zoom, onZoom }: ZoomButtonsProps) {
  const { t } = useTranslation("shared");
  const place = ZOOMS.indexOf(zoom);
  const [out, closer] = [ZOOMS[place - 1], ZOOMS[place + 1]];
  return (
    <div role="group" aria-label={t("waveform.zoom")} className="flex items-center">
      <IconButton
        label={t("waveform.zoomOut")}
        size="smallIcon"
        aria-disabled={!out}
        onClick={() => out && onZoom(out)}
      >
        <ZoomOut aria-hidden />
      </IconButton>
      <span aria-live="polite" className="tabular w-9 text-center text-xs text-ink-soft">
        {zoom}×
      </span>
      <IconButton
        label={t("waveform.zoomIn")}
        size="smallIcon"
        aria-disabled={!closer}
        onClick={() => closer && onZoom(closer)}
      >
        <ZoomIn aria-hidden />
      </IconButton>
    </div>
  );
}
