import { Check, Copy } from "lucide-react";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { notifyFailure } from "@/components/ui/notify";
import { Card } from "@/components/ui/surface";
import { $api, type Track } from "@/lib/api/client";
import { bytes } from "@/lib/format";
import { useParameterWords } from "@/lib/words/use-engine-words";
import { useStemNames } from "../use-stem-names";

/** Where the track comes from: everything that is needed to make it again, and to prove its files. */
export default function Provenance({ track }: { track: Track }) {
  const { t, i18n } = useTranslation("track");
  const parent = $api.useQuery(
    "get",
    "/api/v1/tracks/{track_id}",
    { params: { path: { track_id: track.parent_id ?? "" } } },
    { enabled: track.parent_id !== null },
  );
  const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: "long", timeStyle: "medium" });
  const kilohertz = new Intl.NumberFormat(i18n.language).format(track.sample_rate / 1000);
  const rows: [string, ReactNode][] = [
    [t("provenance.prompt"), track.prompt && <Copied text={track.prompt} />],
    [
      t("provenance.seed"),
      track.seed !== null && <Copied text={String(track.seed)} className="tabular" />,
    ],
    [t("provenance.engine"), [track.engine, track.model].filter(Boolean).join(" · ")],
    [
      t("provenance.parent"),
      track.parent_id && (
        <Link
          to="/library/$trackId"
          params={{ trackId: track.parent_id }}
          className="font-medium underline underline-offset-2"
        >
          {parent.data?.title ?? track.parent_id}
        </Link>
      ),
    ],
    [t("provenance.created"), moment.format(new Date(track.created_at))],
    [t("provenance.changed"), moment.format(new Date(track.updated_at))],
    [t("provenance.sound"), t("provenance.rate", { rate: kilohertz, count: track.channels })],
    [
      t("provenance.id"),
      <Copied key="id" text={track.id} className="font-mono text-[0.8125rem]" />,
    ],
  ];
  return (
    <div className="grid gap-5">
      <Card>
        <h2 className="mb-3 font-semibold">{t("provenance.origin")}</h2>
        <dl className="grid gap-x-6 gap-y-2.5 text-sm sm:grid-cols-[10rem_1fr]">
          {rows
            .filter(([, value]) => value)
            .map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-ink-soft">{name}</dt>
                <dd className="mb-1.5 min-w-0 break-words sm:mb-0">{value}</dd>
              </div>
            ))}
        </dl>
      </Card>
      <Parameters track={track} />
      <Files track={track} />
    </div>
  );
}

function Parameters({ track }: { track: Track }) {
  const { t } = useTranslation("track");
  const nameOf = useParameterWords();
  const entries = Object.entries(track.params);
  if (!entries.length) return null;
  return (
    <Card>
      <h2 className="mb-3 font-semibold">{t("provenance.parameters")}</h2>
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[10rem_1fr]">
        {entries.map(([name, value]) => {
          const title = nameOf(track.engine, name);
          return (
            <div key={name} className="contents">
              <dt lang={title.lang} className="text-ink-soft">
                {title.text}
              </dt>
              <dd className="mb-1.5 min-w-0 break-words sm:mb-0">{readable(value)}</dd>
            </div>
          );
        })}
      </dl>
      <details className="mt-4 text-sm">
        <summary className="w-fit cursor-pointer rounded-md font-medium">
          {t("provenance.json")}
        </summary>
        <pre
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by itself
          tabIndex={0}
          className="mt-2 max-h-96 overflow-auto rounded-xl bg-sunken p-4 text-xs leading-relaxed"
        >
          {JSON.stringify(track.params, null, 2)}
        </pre>
      </details>
    </Card>
  );
}

/** A value in one line; what is nested, as name: value. */
function readable(value: unknown): string {
  if (Array.isArray(value)) return value.map(readable).join(", ");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `${name.replaceAll("_", " ")}: ${readable(inner)}`)
      .join(" · ");
  }
  return String(value ?? "–");
}

function Files({ track }: { track: Track }) {
  const { t, i18n } = useTranslation("track");
  const stem = useStemNames();
  return (
    <Card>
      <h2 className="mb-3 font-semibold">{t("provenance.files")}</h2>
      <ul className="grid gap-3">
        {track.files.map((file) => (
          <li
            key={file.url}
            className="grid gap-x-4 gap-y-0.5 text-sm sm:grid-cols-[12rem_6rem_minmax(0,1fr)]"
          >
            <span className="font-medium">
              {t(`fileKind.${file.kind}`)}
              {file.label && ` · ${file.kind === "stem" ? stem(file.label) : file.label}`} ·{" "}
              {file.format.toUpperCase()}
            </span>
            <span className="tabular text-ink-soft">{bytes(file.bytes, i18n.language)}</span>
            <Copied
              text={file.sha256}
              className="min-w-0 truncate font-mono text-xs leading-6 text-ink-soft"
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A text that can be taken along. */
function Copied({ text, className }: { text: string; className?: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(() => {
      setDone(true);
      setTimeout(() => setDone(false), 2000);
    }, notifyFailure);
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className={className}>{text}</span>
      <IconButton
        label={done ? t("copied") : t("copy")}
        size="smallIcon"
        className="size-6"
        onClick={() => void copy()}
      >
        {done ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
      </IconButton>
    </span>
  );
}
