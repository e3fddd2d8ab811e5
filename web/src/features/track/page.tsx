import { Link, useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { Empty, Failure } from "@/components/ui/states";
import { toProblem } from "@/lib/api/errors";
import { useTrack } from "./api/use-track";
import { TrackSkeleton } from "./components/skeleton";
import { TrackView } from "./components/track-view";

/** One track: heard, seen, changed, and made anew. */
export function TrackPage() {
  const { t } = useTranslation("track");
  const { trackId } = useParams({ from: "/library/$trackId" });
  const track = useTrack(trackId);
  if (track.data) return <TrackView key={trackId} track={track.data} />;
  if (!track.error) return <TrackSkeleton />;
  return (
    <Page title={t("title")}>
      {["NOT_FOUND", "VALIDATION"].includes(toProblem(track.error).code) ? (
        <Empty
          icon={SearchX}
          title={t("missing.title")}
          action={
            <Button asChild look="primary">
              <Link to="/library">{t("missing.library")}</Link>
            </Button>
          }
        >
          {t("missing.text")}
        </Empty>
      ) : (
        <Failure error={track.error} onRetry={() => void track.refetch()} />
      )}
    </Page>
  );
}
