/** A failure as people are told of it: what happened, and what to do. */
export interface Problem {
  code: string;
  message: string;
  recovery: string;
  details: Record<string, unknown>;
  status: number | null;
}

/** A problem that the server answered, or that kept it from answering. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "ApiError";
    this.problem = problem;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The problem in an answer's body; null when the body is not one of the API's. */
export function problemIn(body: unknown, status: number | null = null): Problem | null {
  const error = isObject(body) ? body.error : undefined;
  if (!isObject(error)) return null;
  return {
    code: text(error.code) || "INTERNAL",
    message: text(error.message),
    recovery: text(error.recovery),
    details: isObject(error.details) ? error.details : {},
    status,
  };
}

/** Whatever was thrown, as a problem. `OFFLINE`: no answer came; `INTERNAL`: our own mistake. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof ApiError) return thrown.problem;
  const known = problemIn(thrown);
  if (known) return known;
  const offline = thrown instanceof TypeError || (isObject(thrown) && thrown.name === "AbortError");
  return {
    code: offline ? "OFFLINE" : "INTERNAL",
    message: "",
    recovery: "",
    details: offline ? {} : { error: String(thrown) },
    status: null,
  };
}
