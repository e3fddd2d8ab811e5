import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, LockOpen, LogOut, ShieldAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { notifyDone, notifyFailure } from "@/components/ui/notify";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { $api, api } from "@/lib/api/client";
import type { Settings } from "../model/preferences";
import { Section } from "./section";

type Environment = Settings["environment"];

/** Who gets in, and the way out. */
export function Access({ environment }: { environment: Environment | undefined }) {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = $api.useQuery("get", "/api/v1/session");
  return (
    <Section id="access" title={t("access.title")}>
      <div className="py-4">
        {error ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : !data || !environment ? (
          <Skeleton className="h-12" />
        ) : data.key_required ? (
          <SignedIn />
        ) : (
          <NoKey open={environment.allow_open_network} />
        )}
      </div>
    </Section>
  );
}

function NoKey({ open }: { open: boolean }) {
  const { t } = useTranslation("settings");
  const Icon = open ? ShieldAlert : LockOpen;
  return (
    <div className="flex items-start gap-3 text-sm">
      <Icon
        aria-hidden
        className={
          open ? "mt-0.5 size-5 shrink-0 text-warn" : "mt-0.5 size-5 shrink-0 text-ink-soft"
        }
      />
      <div className="min-w-0">
        <p className="font-medium">{open ? t("access.open") : t("access.local")}</p>
        <p className="mt-0.5 text-[0.8125rem] break-words text-ink-soft">{t("access.setKey")}</p>
      </div>
    </div>
  );
}

function SignedIn() {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => api.DELETE("/api/v1/session"),
    onSuccess: async () => {
      notifyDone(t("access.signedOut"));
      await client.resetQueries(); // asks anew, and with that for the key
    },
    onError: (error) => notifyFailure(error),
  });
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 text-sm">
      <div className="flex min-w-0 items-start gap-3">
        <KeyRound aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
        <div className="min-w-0">
          <p className="font-medium">{t("access.locked")}</p>
          <p className="mt-0.5 text-[0.8125rem] text-ink-soft">{t("access.lockedAbout")}</p>
        </div>
      </div>
      <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
        {!signOut.isPending && <LogOut aria-hidden />}
        {t("access.signOut")}
      </Button>
    </div>
  );
}
