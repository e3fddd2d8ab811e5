import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { span } from "@/lib/format";
import { cn } from "@/lib/cn";
import type { Looked, System } from "../model/findings";

const LOOKS = {
  good: { icon: CircleCheck, color: "text-good", ground: "bg-good-soft" },
  missing: { icon: TriangleAlert, color: "text-warn", ground: "bg-warn-soft" },
  broken: { icon: CircleAlert, color: "text-bad", ground: "bg-bad-soft" },
};

/** How everything is, in one sentence. */
export function Overall({ looked, system }: { looked: Looked; system: System | undefined }) {
  const { t, i18n } = useTranslation("health");
  const { icon: Icon, color, ground } = LOOKS[looked.state];
  const count = looked.open.filter(({ state }) => state === looked.state).length;
  return (
    <div className={cn("flex items-center gap-4 rounded-2xl p-4 sm:p-5", ground)}>
      <Icon aria-hidden className={cn("size-8 shrink-0", color)} />
      <div className="min-w-0">
        <p role="status" className="text-lg leading-snug font-semibold">
          {looked.state === "good" && t("overall.good")}
          {looked.state === "missing" && t("overall.missing", { count })}
          {looked.state === "broken" && t("overall.broken", { count })}
        </p>
        {system && (
          <p className="mt-0.5 text-sm">
            {t("overall.about", {
              version: system.version,
              time: span(minutely(system.uptime_seconds), i18n.language),
            })}
          </p>
        )}
      </div>
    </div>
  );
}

/** Seconds count in the first minute only. */
const minutely = (seconds: number) => (seconds < 60 ? seconds : Math.floor(seconds / 60) * 60);
