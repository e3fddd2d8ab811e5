import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  Clock,
  Download,
  type LucideIcon,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Badge } from "@/components/ui/surface";
import type { AssetState } from "../model/assets";

/** `waiting`: its turn in the download comes later; `partly`: some parts of it are here. */
export type ShownState = AssetState | "waiting" | "partly";

const LOOKS: Record<
  ShownState,
  { tone: "good" | "info" | "warn" | "bad" | "plain"; icon: LucideIcon }
> = {
  installed: { tone: "good", icon: CircleCheck },
  downloading: { tone: "info", icon: Download },
  waiting: { tone: "plain", icon: Clock },
  paused: { tone: "warn", icon: CirclePause },
  partly: { tone: "warn", icon: CircleDashed },
  damaged: { tone: "bad", icon: CircleAlert },
  failed: { tone: "bad", icon: CircleAlert },
  missing: { tone: "plain", icon: CircleDashed },
};

/** What is here of it, in a word. */
export function StateBadge({ state }: { state: ShownState }) {
  const { t } = useTranslation("models");
  const { tone, icon: Icon } = LOOKS[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {t(`states.${state}`)}
    </Badge>
  );
}
