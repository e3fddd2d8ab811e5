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

// What was sent is at fault, so that the same again is refused again.
const FINAL = new Set([
  "INVALID_PROMPT",
  "INVALID_LYRICS",
  "INVALID_AUDIO",
  "NOT_FOUND",
  "TOO_LARGE",
  "VALIDATION",
]);

/** Whether the same request may succeed later, or once something else has been mended. */
export function worthAnotherTry(thrown: unknown): boolean {
  return !FINAL.has(toProblem(thrown).code);
}

/** The fields that a refusal names, as the API calls them. */
export function fieldsAtFault(thrown: unknown): string[] {
  const { field, fields } = toProblem(thrown).details;
  const several = Array.isArray(fields)
    ? fields.map((one) => (isObject(one) ? one.field : null))
    : [];
  return [field, ...several].filter((name) => typeof name === "string");
}

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

/** What an answer refuses; a proxy in between tells in words of its own that nobody is behind it. */
export function refusalIn(body: unknown, status: number): ApiError {
  const code = [502, 503, 504].includes(status) ? "OFFLINE" : "INTERNAL";
  const unsaid = { code, message: "", recovery: "", details: {}, status };
  return new ApiError(problemIn(body, status) ?? unsaid);
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
