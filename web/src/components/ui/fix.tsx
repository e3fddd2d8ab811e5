import { Link, useRouter } from "@tanstack/react-router";
import { ArrowRight, KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/lib/api/session";
import { Button } from "./button";

const PLACES: Partial<
  Record<string, { to: "/models" | "/health-check"; name: "models" | "health" }>
> = {
  MODEL_NOT_INSTALLED: { to: "/models", name: "models" },
  ASSET_CORRUPT: { to: "/models", name: "models" },
  DOWNLOAD_FAILED: { to: "/models", name: "models" },
  DISK_FULL: { to: "/health-check", name: "health" },
  NOT_WRITABLE: { to: "/health-check", name: "health" },
  UNREACHABLE: { to: "/health-check", name: "health" },
};

/** The way to where a problem of this kind is mended, if there is one and it isn't here. */
export function Fix({ code }: { code: string }) {
  const { t } = useTranslation();
  const router = useRouter({ warn: false });
  const place = PLACES[code];
  if (code === "UNAUTHORIZED") {
    return (
      <Button size="small" onClick={() => useSession.setState({ locked: true })}>
        <KeyRound aria-hidden />
        {t("errors.enterKey")}
      </Button>
    );
  }
  if (!place || !router || router.state.location.pathname === place.to) return null;
  return (
    <Button size="small" asChild>
      <Link to={place.to}>
        {t(`nav.${place.name}`)}
        <ArrowRight aria-hidden />
      </Link>
    </Button>
  );
}
