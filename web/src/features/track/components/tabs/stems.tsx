import { Layers, RotateCcw } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { Empty, Failure } from "@/components/ui/states";
import { Badge, Card, Key } from "@/components/ui/surface";
import { api, type Track } from "@/lib/api/client";
import { useSubmit } from "../../api/use-submit";
import { useNames } from "@/lib/words/use-names";
import { FLAT, gainsOf, isFlat, type Mix, type Strip as Settings } from "../../mixer/levels";
import { Strip } from "../../mixer/strip";
import { Transport } from "../../mixer/transport";
import { useDeck } from "../../mixer/use-deck";
import { useOwnKeys } from "../../mixer/use-own-keys";
import { keepDraft, readDraft } from "../../model/draft";
import type { PlanView } from "../../model/plan";
import { Submitted } from "../submitted";
import { useStemNames } from "../use-stem-names";

interface StemsProps {
  track: Track;
  plan: PlanView | null;
}

const isMix = (value: unknown): value is Mix => typeof value === "object" && value !== null;

/** The track taken apart. */
export default function Stems({ track, plan }: StemsProps) {
  const hasStems = track.files.some((file) => file.kind === "stem");
  return hasStems ? <Mixer track={track} plan={plan} /> : <NoStems track={track} plan={plan} />;
}

function Mixer({ track, plan }: StemsProps) {
  const { t } = useTranslation("track");
  const names = useNames(track.engine);
  const nameOf = useStemNames();
  const sources = useMemo(
    () =>
      track.files
        .filter((file) => file.kind === "stem")
        .map(({ label, url }) => ({ id: label, label, url })),
    [track.files],
  );
  const ids = sources.map(({ id }) => id);
  const [mix, setMix] = useState<Mix>(() => readDraft("mix", track.id, isMix) ?? {});
  const gains = useMemo(
    () =>
      gainsOf(
        sources.map(({ id }) => id),
        mix,
      ),
    [sources, mix],
  );
  const deck = useDeck(sources, track.duration_seconds, gains);
  const set = (next: Mix) => {
    setMix(next);
    keepDraft("mix", track.id, next);
  };
  const change = (id: string, settings: Settings) => set({ ...mix, [id]: settings });
  useOwnKeys((event) => {
    if (event.key === " ") {
      deck.toggle();
      return true;
    }
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
    if (digit === undefined) return false;
    if (digit === "0") set({});
    const id = ids[Number(digit) - 1];
    const now = id === undefined ? FLAT : (mix[id] ?? FLAT);
    if (id && event.shiftKey) change(id, { ...now, solo: !now.solo });
    else if (id) change(id, { ...now, muted: !now.muted });
    return true;
  });
  const instrumentOf = (label: string) => {
    const layer = plan?.layers.find(({ name }) => name === label);
    return layer ? names.instrument(layer.instrument) : "";
  };
  if (deck.error) return <Failure error={deck.error} onRetry={deck.retry} />;
  return (
    <Card aria-label={t("mixer.title")}>
      <Transport deck={deck} durationSeconds={track.duration_seconds}>
        <Button size="small" aria-disabled={isFlat(ids, mix)} onClick={() => set({})}>
          <RotateCcw aria-hidden />
          {t("mixer.reset")}
        </Button>
      </Transport>
      <div role="status" className="mt-3">
        {!deck.deck && (
          <div className="grid gap-1.5 text-sm text-ink-soft">
            {t("mixer.loading", { done: deck.loadedCount, count: sources.length })}
            <Progress
              label={t("mixer.loadingLabel")}
              value={(deck.loadedCount / sources.length) * 100}
            />
          </div>
        )}
        {deck.deck?.tape.mode === "stream" && <Badge tone="info">{t("mixer.streamed")}</Badge>}
      </div>
      <ul className="mt-2">
        {sources.map(({ id, label }, place) => (
          <Strip
            key={id}
            id={id}
            name={nameOf(label)}
            detail={instrumentOf(label)}
            digit={place + 1}
            settings={mix[id] ?? FLAT}
            heard={(gains[id] ?? 0) > 0}
            deck={deck}
            durationSeconds={track.duration_seconds}
            onChange={(settings) => change(id, settings)}
          />
        ))}
      </ul>
      <p className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1.5 text-xs text-ink-soft pointer-coarse:hidden">
        <Key>{t("mixer.space")}</Key> {t("mixer.keyPlay")}
        <Key>1</Key>–<Key>9</Key> {t("mixer.keyMute")}
        <Key>{t("mixer.shift")}</Key> {t("mixer.keySolo")}
        <Key>0</Key> {t("mixer.keyReset")}
      </p>
      <p className="mt-2 text-xs text-ink-soft">{t("mixer.note")}</p>
    </Card>
  );
}

/** The way to stems for a track that was made without. */
function NoStems({ track, plan }: StemsProps) {
  const { t } = useTranslation("track");
  const submit = useSubmit((tempo_bpm: number) =>
    api.POST("/api/v1/tracks/{track_id}/remake", {
      params: { path: { track_id: track.id } },
      // Its own tempo: nothing changes, every note is played as before.
      body: {
        tempo_bpm,
        stems: true,
        midi: true,
        title: track.title,
        layers: [],
        lock: [],
        sections: [],
        new_melody: false,
        transpose: 0,
        priority: "normal",
      },
    }),
  );
  return (
    <Card>
      <Empty
        icon={Layers}
        title={t("stems.none")}
        action={
          plan &&
          !submit.data && (
            <Button
              look="primary"
              busy={submit.isPending}
              onClick={() => submit.mutate(plan.tempoBpm)}
            >
              {t("stems.make")}
            </Button>
          )
        }
      >
        {plan ? t("stems.noneText") : t("stems.neverText")}
      </Empty>
      <div className="mx-auto max-w-md">
        {submit.error && <Failure error={submit.error} />}
        {submit.data && <Submitted jobId={submit.data.id} />}
      </div>
    </Card>
  );
}
