import i18next, { type TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { toProblem } from "./errors";

/** A problem in the words of the page. */
export interface ToldProblem {
  code: string;
  /** The kind of problem. */
  title: string;
  /** What happened, in the server's sentence; empty where the title says all that is known. */
  message: string;
  /** What to do. */
  recovery: string;
  /** What the server said, where the page speaks another language than the server; else empty. */
  detail: string;
  /** Under which it is found in the log; empty when there is none. */
  reference: string;
}

/** The server's sentences are in this language. */
export const SERVER_LANGUAGE = "en";

/** Advice for whoever writes programs against the API is none for people at the page. */
const FOR_PROGRAMS = /\b(GET|POST|PUT|PATCH|DELETE) \/|X-API-Key/;

/** Whatever was thrown, in the words of the page. */
export function tell(error: unknown, t: TFunction): ToldProblem {
  const { code, message, details, ...problem } = toProblem(error);
  const recovery = FOR_PROGRAMS.test(problem.recovery) ? "" : problem.recovery;
  const understood = (i18next.resolvedLanguage ?? SERVER_LANGUAGE) === SERVER_LANGUAGE;
  const todo = t(`errors.todo.${code}` as "errors.todo.INTERNAL", {
    defaultValue: t("errors.todo.INTERNAL"),
  });
  return {
    code,
    title: t(`errors.codes.${code}` as "errors.codes.INTERNAL", {
      defaultValue: t("errors.title"),
    }),
    message: understood ? message : "",
    recovery: understood ? recovery || todo : todo,
    detail: understood ? "" : [message, recovery].filter(Boolean).join(" "),
    reference: typeof details.reference === "string" ? details.reference : "",
  };
}

/** The same, for components. */
export function useProblem(error: unknown): ToldProblem {
  const { t } = useTranslation();
  return tell(error, t);
}

/** What happened and what to do, for where no title stands above. */
export function inSentences({ title, message, recovery }: ToldProblem): string {
  return `${message || `${title}.`} ${recovery}`;
}
