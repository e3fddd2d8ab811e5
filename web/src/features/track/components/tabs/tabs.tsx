import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { later } from "@/components/ui/later";
import { Skeleton } from "@/components/ui/surface";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import type { Track } from "@/lib/api/client";
import type { PlanView } from "../../model/plan";
import { TABS, type TrackTab } from "../../search";
import { Overview } from "./overview";

const waiting = () => <Skeleton className="h-72 w-full rounded-2xl" />;
const Lyrics = later(() => import("./lyrics"), { waiting });
const Stems = later(() => import("./stems"), { waiting });
const Versions = later(() => import("./versions"), { waiting });
const Provenance = later(() => import("./provenance"), { waiting });

interface TrackTabsProps {
  track: Track;
  plan: PlanView | null;
  planLoading: boolean;
  planError: unknown;
}

/** What there is to know of the track, side by side; which of it is open stands in the address. */
export function TrackTabs({ track, plan, planLoading, planError }: TrackTabsProps) {
  const { t } = useTranslation("track");
  const { tab = "overview" } = useSearch({ from: "/library/$trackId" });
  const navigate = useNavigate({ from: "/library/$trackId" });
  const choose = (value: string) =>
    void navigate({
      search: (search) => ({
        ...search,
        tab: value === "overview" ? undefined : (value as TrackTab),
      }),
      replace: true,
      resetScroll: false,
    });
  const panels: Record<TrackTab, React.ReactNode> = {
    overview: <Overview track={track} plan={plan} loading={planLoading} error={planError} />,
    lyrics: <Lyrics track={track} />,
    stems: <Stems track={track} plan={plan} />,
    versions: <Versions track={track} />,
    provenance: <Provenance track={track} />,
  };
  return (
    <Tabs value={tab} onValueChange={choose}>
      <TabList aria-label={t("tabs.label")}>
        {TABS.map((one) => (
          <Tab key={one} value={one}>
            {t(`tabs.${one}`)}
          </Tab>
        ))}
      </TabList>
      {TABS.map((one) => (
        <TabPanel key={one} value={one} className="pt-5" tabIndex={-1}>
          {panels[one]}
        </TabPanel>
      ))}
    </Tabs>
  );
}
