import { Link } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import type { Job } from "@/lib/api/client";
import { ago } from "@/lib/format";
import { JOB_KINDS } from "@/lib/jobs/describe";
import { forgetGone, markGone, useSubmitted } from "@/lib/jobs/submitted";
import { missing } from "../model/groups";

interface ForgottenProps {
  known: readonly Job[];
  /** Whether these are all that the server has. */
  complete: boolean;
}

/** What was asked for here and has been cleaned up there since. */
export function Forgotten({ known, complete }: ForgottenProps) {
  const { t, i18n } = useTranslation("jobs");
  const { t: shared } = useTranslation("shared");
  const asked = useSubmitted((state) => state.jobs);
  const lacking = complete ? missing(asked, known).join() : "";
  useEffect(() => {
    if (lacking) markGone(lacking.split(","));
  }, [lacking]);
  const gone = asked.filter((one) => one.gone);
  if (!gone.length) return null;
  const nameOf = (kind: string) =>
    shared(`job.kind.${JOB_KINDS.find((one) => one === kind) ?? "other"}`, { count: 1 });
  return (
    <section aria-labelledby="jobs-gone">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
        <h2 id="jobs-gone" className="text-base font-semibold">
          {t("gone.title")}
        </h2>
        <Button look="quiet" size="small" onClick={forgetGone}>
          {t("gone.clear")}
        </Button>
      </div>
      <p className="mb-2 text-sm text-ink-soft">
        {t("gone.message")}{" "}
        <Link to="/library" className="text-accent underline underline-offset-2">
          {t("gone.library")}
        </Link>
      </p>
      <ul className="grid gap-1">
        {gone.map(({ id, kind, words, at }) => (
          <li key={id} className="flex items-center gap-3 text-sm text-ink-soft">
            <History aria-hidden className="size-4 shrink-0" />
            <span className="min-w-0 grow truncate">{words || nameOf(kind)}</span>
            <span className="shrink-0">{ago(at, i18n.language)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
