import { PackageOpen } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { JobProgress } from "@/components/job/job-progress";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/states";
import { $api, type Schema, type Track } from "@/lib/api/client";
import { save } from "@/lib/jobs/announce";
import { rememberJob } from "@/lib/jobs/submitted";
import { useJob } from "@/lib/jobs/use-job";
import { BATCH } from "@/lib/tracks/batches";

type Format = Schema<"ExportIn">["formats"][number];
type Extra = Schema<"ExportIn">["include"][number];

const FORMATS: readonly Format[] = ["mp3", "wav", "flac", "m4a", "ogg", "opus"];
const EXTRAS: readonly Extra[] = ["stems", "midi"];

interface ExportDialogProps {
  tracks: readonly Track[];
  onClose: () => void;
}

/** One archive of tracks: asked for here, saved as soon as it is ready. */
export default function ExportDialog({ tracks, onClose }: ExportDialogProps) {
  const { t } = useTranslation("shared");
  const formId = useId();
  const [formats, setFormats] = useState<readonly Format[]>(["mp3"]);
  const [include, setInclude] = useState<readonly Extra[]>([]);
  const [jobId, setJobId] = useState<string | null>(null);
  const start = $api.useMutation("post", "/api/v1/exports", {
    onSuccess: (job) => {
      rememberJob(job);
      setJobId(job.id);
    },
  });
  const nothing = !formats.length && !include.length;
  const tooMany = tracks.length > BATCH;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (nothing || tooMany) return;
    start.mutate({
      body: {
        track_ids: tracks.map((track) => track.id),
        formats: [...formats],
        include: [...include],
        priority: "normal",
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("export.title")}
      description={
        tracks.length === 1 ? tracks[0]?.title : t("export.which", { count: tracks.length })
      }
      footer={
        jobId ? (
          <Button look="primary" onClick={onClose}>
            {t("export.close")}
          </Button>
        ) : (
          <Button
            look="primary"
            type="submit"
            form={formId}
            busy={start.isPending}
            disabled={nothing || tooMany}
          >
            <PackageOpen aria-hidden />
            {t("export.make")}
          </Button>
        )
      }
    >
      {jobId ? (
        <Making jobId={jobId} />
      ) : (
        <form id={formId} onSubmit={submit} className="grid gap-5">
          <Choices
            legend={t("export.formats")}
            options={FORMATS.map((format) => [format, format.toUpperCase()])}
            value={formats}
            onChange={setFormats}
          />
          <Choices
            legend={t("export.extras")}
            options={EXTRAS.map((extra) => [extra, t(`export.extra.${extra}`)])}
            value={include}
            onChange={setInclude}
          />
          {tooMany && (
            <p role="alert" className="text-sm text-bad">
              {t("export.tooMany", { count: BATCH })}
            </p>
          )}
          {start.isError && <Failure error={start.error} />}
        </form>
      )}
    </Dialog>
  );
}

function Making({ jobId }: { jobId: string }) {
  const { t } = useTranslation("shared");
  const { job, error } = useJob(jobId);
  const saved = useRef(false);
  const ready = job?.status === "completed" ? job : null;
  useEffect(() => {
    if (!ready || saved.current) return;
    saved.current = true;
    save(ready);
  }, [ready]);
  return (
    <div className="grid gap-3">
      {job && <JobProgress job={job} cancelable />}
      {error ? <Failure error={error} /> : null}
      <p className="text-sm text-ink-soft">{ready ? t("export.saved") : t("export.wait")}</p>
    </div>
  );
}

interface ChoicesProps<Value extends string> {
  legend: string;
  options: readonly (readonly [Value, string])[];
  value: readonly Value[];
  onChange: (value: readonly Value[]) => void;
}

function Choices<Value extends string>({ legend, options, value, onChange }: ChoicesProps<Value>) {
  const id = useId();
  const toggle = (one: Value) =>
    onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one]);
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="grid grid-cols-2 gap-x-3 sm:grid-cols-3">
        {options.map(([one, name]) => (
          <label key={one} htmlFor={`${id}-${one}`} className="flex min-h-11 items-center gap-2.5">
            <Checkbox
              id={`${id}-${one}`}
              checked={value.includes(one)}
              onCheckedChange={() => toggle(one)}
            />
            <span className="text-sm">{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
