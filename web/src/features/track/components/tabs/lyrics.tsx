import { MicVocal, PencilLine } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { LyricsView } from "@/components/lyrics-view/lyrics-view";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Empty } from "@/components/ui/states";
import { Card } from "@/components/ui/surface";
import type { Track } from "@/lib/api/client";
import { seekIn, useHeard } from "../../api/use-seek";
import { usePatch } from "../../api/use-track";
import { keepDraft, readDraft } from "../../model/draft";

const isText = (value: unknown): value is string => typeof value === "string";

/** The words of the track: to follow, or to write. */
export default function Lyrics({ track }: { track: Track }) {
  const { t } = useTranslation(["track", "common"]);
  const [writing, setWriting] = useState(() => readDraft("lyrics", track.id, isText) !== null);
  if (writing) return <Writing track={track} onDone={() => setWriting(false)} />;
  return (
    <Card>
      {track.lyrics.trim() ? (
        <>
          <div className="mb-3 flex items-center justify-between gap-3">
            <h2 className="font-semibold">{t("tabs.lyrics")}</h2>
            <Button size="small" onClick={() => setWriting(true)}>
              <PencilLine aria-hidden />
              {t("lyrics.edit")}
            </Button>
          </div>
          <Followed track={track} />
        </>
      ) : (
        <Empty
          icon={MicVocal}
          title={t("lyrics.none")}
          action={<Button onClick={() => setWriting(true)}>{t("lyrics.write")}</Button>}
        >
          {t("lyrics.noneText")}
        </Empty>
      )}
    </Card>
  );
}

/** Apart, since the position changes some times a second. */
function Followed({ track }: { track: Track }) {
  const { mine, seconds } = useHeard(track);
  return (
    <LyricsView
      text={track.lyrics}
      seconds={mine ? seconds : null}
      onSeek={(to) => seekIn(track, to)}
    />
  );
}

function Writing({ track, onDone }: { track: Track; onDone: () => void }) {
  const { t } = useTranslation(["track", "common"]);
  const patch = usePatch(track);
  const [text, setText] = useState(() => readDraft("lyrics", track.id, isText) ?? track.lyrics);
  const end = () => {
    keepDraft("lyrics", track.id, null);
    onDone();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text === track.lyrics) return end();
    patch.mutate({ lyrics: text }, { onSuccess: end });
  };
  return (
    <Card>
      <form onSubmit={submit} className="grid gap-4">
        <Field label={t("tabs.lyrics")} description={t("detail.lyricsHint")}>
          {(control) => (
            <Textarea
              {...control}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                keepDraft("lyrics", track.id, event.target.value);
              }}
              className="min-h-80 font-mono text-sm"
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={end}>{t("common:cancel")}</Button>
          <Button type="submit" look="primary" busy={patch.isPending}>
            {t("common:save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
