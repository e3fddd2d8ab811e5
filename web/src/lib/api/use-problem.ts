import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type Problem, toProblem } from "./errors";

/** A problem in the words of the page. */
export interface ToldProblem {
  code: string;
  /** The kind of problem, in the page's language. */
  title: string;
  /** What happened: the server's sentence. */
  message: string;
  /** What to do: the server's sentence. */
  recovery: string;
  /** Under which it is found in the log; empty when there is none. */
  reference: string;
}

/** Whatever was thrown, in the words of the page. */
export function tell(error: unknown, t: TFunction): ToldProblem {
  const problem: Problem = toProblem(error);
  const own = problem.code === "OFFLINE";
  const reference = problem.details.reference;
  return {
    code: problem.code,
    title: t(`errors.codes.${problem.code}` as "errors.codes.INTERNAL", {
      defaultValue: t("errors.title"),
    }),
    message: own ? t("errors.offlineMessage") : problem.message || t("errors.internalMessage"),
    recovery: own ? t("errors.offlineRecovery") : problem.recovery || t("errors.recoveryFallback"),
    reference: typeof reference === "string" ? reference : "",
  };
}

/** The same, for components. */
export function useProblem(error: unknown): ToldProblem {
  const { t } = useTranslation();
  return tell(error, t);
}
