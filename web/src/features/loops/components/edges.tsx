import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { edgeByKey, withEdge, type RegionEdge } from "@/components/waveform/geometry";
import { exactClock } from "@/components/waveform/geometry";
import { parseDuration } from "@/lib/format/durations";
import type { Place } from "../model/order";

interface EdgesProps {
  place: Place;
  durationSeconds: number;
  onChange: (place: Place) => void;
}

/** Start and end of the loop as numbers: typed, or nudged with the arrow keys. */
export function Edges(props: EdgesProps) {
  const { t } = useTranslation("loops");
  return (
    <div className="grid grid-cols-2 items-start gap-3 sm:max-w-sm">
      <Edge {...props} edge="start" label={t("edges.start")} />
      <Edge {...props} edge="end" label={t("edges.end")} />
    </div>
  );
}

function Edge({
  place,
  durationSeconds,
  onChange,
  edge,
  label,
}: EdgesProps & { edge: RegionEdge; label: string }) {
  const { t } = useTranslation("loops");
  const [typed, setTyped] = useState<string | null>(null);
  const region = { id: "loop", label, startSeconds: place.start, endSeconds: place.end };
  const take = ({ startSeconds: start, endSeconds: end }: typeof region) =>
    onChange({ start, end });
  const seconds = typed === null ? place[edge] : parseDuration(typed);
  const reach = seconds === null ? null : withEdge(region, edge, seconds, durationSeconds);
  const reached = edge === "start" ? reach?.startSeconds : reach?.endSeconds;
  const wrong = typed !== null && (seconds === null || Math.abs((reached ?? 0) - seconds) > 0.001);
  const commit = () => {
    if (typed === null || wrong || !reach) return;
    setTyped(null);
    take(reach);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") return commit();
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const moved = edgeByKey(event, reach ?? region, edge, durationSeconds, true);
    if (!moved) return;
    event.preventDefault();
    setTyped(null);
    take({ ...region, ...moved });
  };
  return (
    <Field label={label} error={wrong ? t("edges.wrong") : undefined}>
      {(tied) => (
        <Input
          {...tied}
          inputMode="text"
          autoComplete="off"
          className="tabular"
          value={typed ?? exactClock(place[edge])}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
      )}
    </Field>
  );
}
