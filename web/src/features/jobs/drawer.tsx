import { ListTodo } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { later } from "@/components/ui/later";
import { useActiveJobs } from "@/lib/jobs/active";

const JobsDrawer = later(() => import("./components/jobs-drawer"), { trouble: "above" });

/** How many jobs run or wait; opens the drawer that shows them. */
export function JobsButton() {
  const { t } = useTranslation("jobs");
  const { running, queued } = useActiveJobs();
  const [open, setOpen] = useState(false);
  const count = running.length + queued.length;
  const progress =
    running.reduce((sum, job) => sum + job.progress, 0) / Math.max(1, running.length);
  return (
    <>
      <IconButton
        label={count ? t("button.busy", { count }) : t("button.idle")}
        side="bottom"
        aria-haspopup="dialog"
        className="relative"
        onClick={() => setOpen(true)}
      >
        <ListTodo aria-hidden />
        {count > 0 && <Ring fraction={running.length ? progress / 100 : 0} />}
        {count > 0 && (
          <span
            aria-hidden
            className="tabular absolute -top-0.5 -right-0.5 min-w-4.5 rounded-full bg-accent px-1 text-center text-[0.6875rem] leading-4.5 font-semibold text-on-accent"
          >
            {count > 99 ? "99+" : count}
          </span>
        )}
      </IconButton>
      {open && <JobsDrawer onClose={() => setOpen(false)} />}
    </>
  );
}

const RADIUS = 17;
const AROUND = 2 * Math.PI * RADIUS;

function Ring({ fraction }: { fraction: number }) {
  const ring = { cx: 20, cy: 20, r: RADIUS, fill: "none", strokeWidth: 2 };
  return (
    <svg aria-hidden viewBox="0 0 40 40" className="absolute inset-0 !size-full -rotate-90">
      <circle {...ring} className="stroke-line" />
      <circle
        {...ring}
        strokeLinecap="round"
        strokeDasharray={AROUND}
        strokeDashoffset={AROUND * (1 - fraction)}
        className="stroke-accent transition-[stroke-dashoffset] duration-300"
      />
    </svg>
  );
}
