import { CloudOff, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { SERVER_LANGUAGE, type ToldProblem, useProblem } from "@/lib/api/use-problem";
import { Button } from "./button";
import { Fix } from "./fix";

interface EmptyProps {
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  /** What to do about it. */
  action?: ReactNode;
  className?: string;
}

/** A place with nothing in it yet, and what could be. */
export function Empty({ icon: Icon, title, children, action, className }: EmptyProps) {
  return (
    <div
      className={cn(
        "flex flex-col items-center justify-center gap-3 px-4 py-14 text-center",
        className,
      )}
    >
      <span className="flex size-14 items-center justify-center rounded-2xl bg-raised text-ink-soft">
        <Icon aria-hidden className="size-7" />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <p className="max-w-md text-ink-soft">{children}</p>}
      {action}
    </div>
  );
}

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
  className?: string;
}

/** What happened, and what to do, for a failure that is shown in its place on the page. */
export function Failure({ error, onRetry, className }: FailureProps) {
  const { t } = useTranslation();
  const problem = useProblem(error);
  const Icon = problem.code === "OFFLINE" ? CloudOff : TriangleAlert;
  return (
    <div
      role="alert"
      className={cn(
        "flex flex-wrap items-start justify-end gap-3 rounded-xl bg-bad-soft p-4 text-sm",
        className,
      )}
    >
      <div className="flex min-w-0 grow basis-64 items-start gap-3">
        <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-bad" />
        <div className="min-w-0 grow">
          <p className="font-semibold">{problem.title}</p>
          <Said problem={problem} />
        </div>
      </div>
      <div className="flex flex-wrap justify-end gap-2 empty:hidden">
        <Fix code={problem.code} />
        {onRetry && (
          <Button size="small" onClick={onRetry}>
            {t("retry")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What stands below a problem's title: what happened, what to do, what the server said. */
export function Said({ problem }: { problem: ToldProblem }) {
  const { t } = useTranslation();
  const { message, recovery, detail, reference } = problem;
  return (
    <>
      {message && <p className="mt-0.5 break-words">{message}</p>}
      <p className="mt-0.5 break-words text-ink-soft">{recovery}</p>
      {detail && (
        <p lang={SERVER_LANGUAGE} className="mt-1 text-xs break-words text-ink-soft">
          {detail}
        </p>
      )}
      {reference && (
        <p className="mt-1 text-xs text-ink-soft">{t("errors.reference", { reference })}</p>
      )}
    </>
  );
}
