import type { Settings } from "./preferences";

type Environment = Settings["environment"];
export type EnvironmentName = keyof Environment;

/** A setting's value by what it is, for the page to put into words. */
export type Told =
  | { kind: "word"; word: string }
  | { kind: "truth"; truth: boolean }
  | { kind: "seconds"; seconds: number }
  | { kind: "days"; days: number }
  | { kind: "number"; number: number; zero?: "threads" | "limit" }
  | { kind: "list"; list: readonly string[] };

interface EnvironmentSetting {
  name: EnvironmentName;
  /** The variable that sets it. */
  variable: string;
  told: (environment: Environment) => Told;
}

const word = (word: string): Told => ({ kind: "word", word });
const truth = (truth: boolean): Told => ({ kind: "truth", truth });
const list = (list: readonly string[]): Told => ({ kind: "list", list });

/** What the environment sets, in the order in which it is shown. */
export const ENVIRONMENT: readonly EnvironmentSetting[] = [
  { name: "host", variable: "MGL_HOST", told: (one) => word(one.host) },
  { name: "port", variable: "MGL_PORT", told: (one) => word(String(one.port)) },
  { name: "api_key_set", variable: "MGL_API_KEY", told: (one) => truth(one.api_key_set) },
  {
    name: "allow_open_network",
    variable: "MGL_ALLOW_OPEN_NETWORK",
    told: (one) => truth(one.allow_open_network),
  },
  { name: "allowed_hosts", variable: "MGL_ALLOWED_HOSTS", told: (one) => list(one.allowed_hosts) },
  {
    name: "cors_allow_origins",
    variable: "MGL_CORS_ALLOW_ORIGINS",
    told: (one) => list(one.cors_allow_origins),
  },
  {
    name: "rate_limit_per_hour",
    variable: "MGL_RATE_LIMIT_PER_HOUR",
    told: (one) => ({ kind: "number", number: one.rate_limit_per_hour, zero: "limit" }),
  },
  {
    name: "max_upload_mb",
    variable: "MGL_MAX_UPLOAD_MB",
    told: (one) => ({ kind: "number", number: one.max_upload_mb }),
  },
  { name: "offline", variable: "MGL_OFFLINE", told: (one) => truth(one.offline) },
  { name: "hf_token_set", variable: "MGL_HF_TOKEN", told: (one) => truth(one.hf_token_set) },
  { name: "redis_set", variable: "MGL_REDIS_URL", told: (one) => truth(one.redis_set) },
  { name: "database", variable: "MGL_DATABASE_URL", told: (one) => word(one.database) },
  {
    name: "threads",
    variable: "MGL_THREADS",
    told: (one) => ({ kind: "number", number: one.threads, zero: "threads" }),
  },
  {
    name: "max_concurrent_jobs",
    variable: "MGL_MAX_CONCURRENT_JOBS",
    told: (one) => ({ kind: "number", number: one.max_concurrent_jobs }),
  },
  {
    name: "job_timeout_seconds",
    variable: "MGL_JOB_TIMEOUT",
    told: (one) => ({ kind: "seconds", seconds: one.job_timeout_seconds }),
  },
  {
    name: "job_timeouts",
    variable: "MGL_JOB_TIMEOUTS",
    told: (one) =>
      list(Object.entries(one.job_timeouts).map(([engine, seconds]) => `${engine}: ${seconds} s`)),
  },
  {
    name: "job_ttl_seconds",
    variable: "MGL_JOB_TTL",
    told: (one) => ({ kind: "seconds", seconds: one.job_ttl_seconds }),
  },
  {
    name: "file_retention_days",
    variable: "MGL_FILE_RETENTION_DAYS",
    told: (one) => ({ kind: "days", days: one.file_retention_days }),
  },
  { name: "log_level", variable: "MGL_LOG_LEVEL", told: (one) => word(one.log_level) },
  { name: "log_format", variable: "MGL_LOG_FORMAT", told: (one) => word(one.log_format) },
];
