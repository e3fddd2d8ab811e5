import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Slider } from "@/components/ui/slider";
import { Failure } from "@/components/ui/states";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { api } from "@/lib/api/client";
import { span } from "@/lib/format";
import { useSubmit } from "../../api/use-submit";
import { FormatChoice, type Format } from "../format-choice";
import { Submitted } from "../submitted";
import type { TrackDialogProps } from "./provider";

const LENGTHS = [600, 1800, 3600, 10_800, 28_800] as const;
const [SHORTEST_MINUTES, LONGEST_MINUTES] = [1, 600];
const LONGEST_CROSSFADE = 30;

/** A long, seamless version of the track. */
export default function LoopDialog({ track, onClose }: TrackDialogProps) {
  const { t, i18n } = useTranslation("track");
  const most = Math.min(LONGEST_CROSSFADE, Math.floor(track.duration_seconds / 2));
  const [minutes, setMinutes] = useState("60");
  const [crossfade, setCrossfade] = useState(Math.min(5, most));
  const [formats, setFormats] = useState<Format[]>(["mp3"]);
  const submit = useSubmit((duration_seconds: number) =>
    api.POST("/api/v1/loops", {
      body: {
        track_id: track.id,
        duration_seconds,
        crossfade_seconds: crossfade,
        fade_in_seconds: 0,
        fade_out_seconds: 5,
        formats,
        priority: "normal",
      },
    }),
  );
  const wanted = Number(minutes.replace(",", "."));
  const fits = wanted >= SHORTEST_MINUTES && wanted <= LONGEST_MINUTES;
  const seconds = Math.round(wanted * 60);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("loop.title")}
      description={t("loop.text")}
      footer={
        <Button
          look="primary"
          busy={submit.isPending}
          disabled={!fits || submit.isSuccess}
          onClick={() => submit.mutate(seconds)}
        >
          {fits ? t("loop.submit", { length: span(seconds, i18n.language) }) : t("loop.title")}
        </Button>
      }
    >
      <div className="grid gap-5">
        <ToggleGroup
          label={t("loop.length")}
          value={LENGTHS.some((one) => one === seconds) ? String(seconds) : ""}
          onValueChange={(value) => setMinutes(String(Number(value) / 60))}
          options={LENGTHS.map((length) => ({
            value: String(length),
            label: span(length, i18n.language),
          }))}
          className="flex-wrap"
        />
        <Field
          label={t("loop.minutes")}
          error={
            fits ? undefined : t("loop.range", { low: SHORTEST_MINUTES, high: LONGEST_MINUTES })
          }
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              value={minutes}
              onChange={(event) => setMinutes(event.target.value)}
              className="max-w-40"
            />
          )}
        </Field>
        <div className="grid gap-1">
          <p className="flex justify-between text-sm font-medium">
            <span aria-hidden>{t("loop.crossfade")}</span>
            <span className="tabular text-ink-soft">{span(crossfade, i18n.language)}</span>
          </p>
          <Slider
            label={t("loop.crossfade")}
            min={0}
            max={most}
            step={0.5}
            value={crossfade}
            valueText={span(crossfade, i18n.language)}
            onValueChange={setCrossfade}
          />
          <p className="text-[0.8125rem] text-ink-soft">{t("loop.crossfadeHint")}</p>
        </div>
        <FormatChoice value={formats} onChange={setFormats} />
        {submit.error && <Failure error={submit.error} />}
        {submit.data && <Submitted jobId={submit.data.id} onOpenTrack={onClose} />}
      </div>
    </Dialog>
  );
}
