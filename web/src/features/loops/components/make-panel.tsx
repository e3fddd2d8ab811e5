import { Repeat } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/states";
import { Card, Key } from "@/components/ui/surface";
import { $api } from "@/lib/api/client";
import { fieldsAtFault, worthAnotherTry } from "@/lib/api/errors";
import { inSentences, useProblem } from "@/lib/api/use-problem";
import { span } from "@/lib/format";
import { MOD_KEY, useShortcuts } from "@/lib/shortcuts";
import { useMake } from "../api/use-make";
import type { Change } from "../api/use-order";
import type { Recording } from "../api/use-recording";
import {
  bodyOf,
  fieldOf,
  modeOf,
  placeOf,
  USUAL_FORMATS,
  wrongFields,
  type Candidate,
} from "../model/order";
import { lengthOf, type Sounding } from "../model/size";
import type { LoopsSearch } from "../search";
import { Formats } from "./formats";
import { Result } from "./result";
import { Settings } from "./settings";

interface MakePanelProps {
  order: LoopsSearch;
  recording: Recording;
  candidates: readonly Candidate[] | undefined;
  onChange: Change;
}

/** What is to be made of it, the button that makes it, and what came of it. */
export function MakePanel({ order, recording, candidates, onChange }: MakePanelProps) {
  const { t, i18n } = useTranslation("loops");
  const make = useMake((job) => onChange({ job: job.id }));
  const mode = modeOf(order, candidates);
  const wrong = wrongFields(order, mode);
  const field = make.error ? fieldOf(fieldsAtFault(make.error), order, mode) : undefined;
  const words = inSentences(useProblem(make.error));
  const source = soundingOf(recording);
  const seconds = lengthOf(order, mode, placeOf(order, candidates), recording.seconds ?? 0);
  const ready = recording.seconds !== null;
  const change: Change = (changes) => {
    if (make.error) make.reset();
    onChange(changes);
  };
  const submit = () => {
    if (!ready || make.isPending) return;
    if (wrong.size) document.querySelector<HTMLElement>("main [aria-invalid=true]")?.focus();
    else make.mutate(bodyOf(order, candidates));
  };
  useShortcuts({ "mod+enter": submit });
  return (
    <div className="grid content-start gap-4">
      <Card aria-label={t("make.title")} className="grid gap-5">
        <Settings
          order={order}
          mode={mode}
          wrong={wrong}
          refused={field ? { field, words } : null}
          onChange={change}
        />
        <Formats
          value={order.formats ?? USUAL_FORMATS}
          seconds={seconds}
          source={source}
          mode={mode}
          onChange={(formats) => change({ formats })}
        />
        <div className="grid gap-2">
          <Button
            look="primary"
            size="large"
            busy={make.isPending}
            disabled={!ready}
            onClick={submit}
          >
            <Repeat aria-hidden />
            {seconds === null || wrong.size
              ? t("make.make")
              : t("make.makeOf", { length: span(seconds, i18n.language) })}
          </Button>
          <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-[0.8125rem] text-ink-soft">
            <Usual />
            <span aria-hidden className="hidden items-center gap-1 sm:flex">
              <Key>{MOD_KEY}</Key>
              <Key>{t("enterKey")}</Key>
            </span>
          </div>
        </div>
        {make.error && !field && (
          <Failure error={make.error} onRetry={worthAnotherTry(make.error) ? submit : undefined} />
        )}
      </Card>
      {order.job && (
        <Result key={order.job} jobId={order.job} onDismiss={() => onChange({ job: undefined })} />
      )}
    </div>
  );
}

/** What loops took on this machine until now. */
function Usual() {
  const { t, i18n } = useTranslation("loops");
  const { data } = $api.useQuery("get", "/api/v1/jobs/stats", {}, { staleTime: 60_000 });
  const loops = data?.mean_times.filter((one) => one.kind === "loop" && one.runs > 0) ?? [];
  const runs = loops.reduce((sum, one) => sum + one.runs, 0);
  if (!data) return <span />;
  if (!runs) return <span>{t("make.unmeasured")}</span>;
  const mean = loops.reduce((sum, one) => sum + one.mean_seconds * one.runs, 0) / runs;
  return (
    <span className="tabular">
      {t("make.usual", { count: runs, time: span(mean, i18n.language) })}
    </span>
  );
}

function soundingOf({ track, upload, seconds }: Recording): Sounding | null {
  const sampleRate = track?.sample_rate ?? upload?.sample_rate;
  const channels = track?.channels ?? upload?.channels;
  return seconds !== null && sampleRate && channels ? { seconds, sampleRate, channels } : null;
}
