import { CircleAlert, Info, TriangleAlert, Wrench } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { JobProgress } from "@/components/job/job-progress";
import { Button } from "@/components/ui/button";
import { Badge } from "@/components/ui/surface";
import type { Job } from "@/lib/api/client";
import { isFinal } from "@/lib/jobs/cache";
import { useJob } from "@/lib/jobs/use-job";
import { useFix } from "../api/use-fix";
import type { Finding, State, System } from "../model/findings";
import { useFindings } from "./use-findings";

export const ICONS = {
  broken: { icon: CircleAlert, color: "text-bad" },
  missing: { icon: TriangleAlert, color: "text-warn" },
  good: { icon: Info, color: "text-info" },
} satisfies Record<State, unknown>;
const TONES = { broken: "bad", missing: "warn", good: "info" } as const;

interface FindingRowProps {
  finding: Finding;
  system: System | undefined;
  /** What was done, when it is done at once. */
  onMended: (message: string) => void;
}

/** Something that can be better: what it means, what was seen, and how it is mended. */
export function FindingRow({ finding, system, onMended }: FindingRowProps) {
  const { t } = useTranslation("health");
  const words = useFindings(system);
  const [started, setStarted] = useState<Job | null>(null);
  const fix = useFix((fixed) => ("job" in fixed ? setStarted(fixed.job) : onMended(fixed.message)));
  const job = useJob(started?.id ?? null).job ?? started;
  const atWork = job !== null && !isFinal(job);
  const { icon: Icon, color } = ICONS[finding.state];
  const good = finding.state === "good";
  const name = words.name(finding);
  return (
    <li className="flex items-start gap-3 py-4">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${color}`} />
      <div className="grid min-w-0 grow gap-1">
        <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
          {name}
          <Badge tone={TONES[finding.state]}>{t(`states.${finding.state}`)}</Badge>
        </h3>
        <p className="text-sm">{good ? words.good(finding) : words.meaning(finding)}</p>
        {!good && (
          <p lang="en" className="text-[0.8125rem] break-words text-ink-soft">
            {finding.message} {finding.remedy}
          </p>
        )}
        {finding.fix && !atWork && (
          <div className="mt-1.5">
            <Button
              size="small"
              busy={fix.isPending}
              onClick={() => finding.fix && fix.mutate(finding.fix.id)}
            >
              {!fix.isPending && <Wrench aria-hidden />}
              {words.fix(finding.fix)}
            </Button>
          </div>
        )}
        {job && <JobProgress job={job} cancelable className="mt-1.5 max-w-lg" />}
      </div>
    </li>
  );
}
