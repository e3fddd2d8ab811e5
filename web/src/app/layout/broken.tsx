import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { CloudOff, Compass, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { Empty } from "@/components/ui/states";
import { PartMissing } from "@/lib/parts";

/** Where an address leads nowhere. */
export function MissingPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("notFound.title")}>
      <Empty
        icon={Compass}
        title={t("notFound.message")}
        action={
          <Button look="primary" asChild>
            <Link to="/create">{t("notFound.home")}</Link>
          </Button>
        }
      />
    </Page>
  );
}

/** Instead of a page that could not be drawn, or did not come; the player and the rest go on. */
export function BrokenPage({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  if ((error as unknown) instanceof PartMissing) return <MissingPart />;
  return (
    <Page title={t("errors.page")}>
      <Empty
        icon={TriangleAlert}
        title={t("errors.pageRecovery")}
        action={
          <Button look="primary" onClick={() => void router.invalidate()}>
            {t("retry")}
          </Button>
        }
      >
        <code className="text-xs break-all">
          {error instanceof Error ? error.message : String(error)}
        </code>
      </Empty>
    </Page>
  );
}

function MissingPart() {
  const { t } = useTranslation();
  return (
    <Page title={t("errors.page")}>
      <Empty
        icon={CloudOff}
        title={t("missing.message")}
        action={
          <Button look="primary" onClick={() => location.reload()}>
            {t("missing.reload")}
          </Button>
        }
      />
    </Page>
  );
}
