import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { TrackWaveform } from "@/components/waveform/track-waveform";
import { Card } from "@/components/ui/surface";
import type { Track } from "@/lib/api/client";
import { useTitle } from "@/lib/use-title";
import { usePlan } from "../api/use-track";
import { DialogsProvider } from "./dialogs/provider";
import { Facts } from "./facts";
import { FRAME } from "./frame";
import { Header } from "./header";
import { TrackTabs } from "./tabs/tabs";
import { TrashNotice } from "./trash-notice";
import { useSectionNames } from "./use-section-names";

/** A track that is there. */
export function TrackView({ track }: { track: Track }) {
  const { t } = useTranslation("track");
  useTitle(track.title);
  const { plan, loading, error } = usePlan(track);
  const nameOf = useSectionNames();
  const sections = useMemo(
    () => plan?.sections.map((section) => ({ ...section, label: nameOf(section.name) })),
    [plan, nameOf],
  );
  return (
    <DialogsProvider track={track} plan={plan}>
      <div className={FRAME}>
        {track.deleted_at && <TrashNotice track={track} />}
        <Header track={track} remakeable={plan !== null} />
        <Facts track={track} />
        <Card aria-label={t("waveform")}>
          <TrackWaveform track={track} sections={sections} />
        </Card>
        <TrackTabs track={track} plan={plan} planLoading={loading} planError={error} />
      </div>
    </DialogsProvider>
  );
}
