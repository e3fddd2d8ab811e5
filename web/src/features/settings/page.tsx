import { BookOpen, ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { $api } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { usePreferences } from "./api/use-preferences";
import { Access } from "./components/access";
import { Appearance } from "./components/appearance";
import {
  EnginePreference,
  FormatsPreference,
  MasterPreference,
} from "./components/chosen-preferences";
import { EnvironmentTable } from "./components/environment-table";
import { Section } from "./components/section";
import { ThisBrowser } from "./components/this-browser";
import {
  ArtistPreference,
  CountPreference,
  DurationPreference,
} from "./components/typed-preferences";
import type { Settings } from "./model/preferences";

/** How the studio works: for this browser, and for the server. */
export function SettingsPage() {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = $api.useQuery("get", "/api/v1/settings");
  return (
    <Page title={t("title")} lead={t("lead")} width="narrow">
      <div className="grid grid-cols-1 gap-8">
        <Appearance />
        {error && !data ? <Failure error={error} onRetry={() => void refetch()} /> : null}
        {data ? <ServerSettings settings={data} /> : !error && <Loading />}
        <ThisBrowser />
        <Access environment={data?.environment} />
        <Section id="more" title={t("more.title")}>
          {data && <EnvironmentTable environment={data.environment} />}
          <More href="/docs">{t("more.docs")}</More>
        </Section>
      </div>
    </Page>
  );
}

function ServerSettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation("settings");
  const prefs = usePreferences(settings);
  return (
    <>
      <Section id="tracks" title={t("tracks.title")} about={t("tracks.about")}>
        <EnginePreference prefs={prefs} />
        <FormatsPreference prefs={prefs} />
        <MasterPreference prefs={prefs} />
        <ArtistPreference prefs={prefs} />
      </Section>
      <Section id="work" title={t("work.title")} about={t("work.about")}>
        <CountPreference prefs={prefs} />
        <DurationPreference prefs={prefs} name="job_timeout_seconds" />
        <DurationPreference prefs={prefs} name="job_ttl_seconds" />
      </Section>
    </>
  );
}

function More({ href, children }: { href: string; children: ReactNode }) {
  const { t } = useTranslation("settings");
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="flex min-h-12 items-center gap-2 text-sm font-medium hover:text-accent"
    >
      <BookOpen aria-hidden className="size-4 shrink-0 text-ink-soft" />
      {children}
      <ExternalLink aria-hidden className="size-3.5 shrink-0 text-ink-soft" />
      <span className="sr-only">{t("more.newTab")}</span>
    </a>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className="grid grid-cols-1 gap-8">
      <LoadingSection className="h-112" />
      <LoadingSection className="h-104" />
    </div>
  );
}

function LoadingSection({ className }: { className: string }) {
  return (
    <div>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="mt-1 h-4 w-72 max-w-full" />
      <Skeleton className={cn("mt-3 rounded-2xl", className)} />
    </div>
  );
}
