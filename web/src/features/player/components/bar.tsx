import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { later } from "@/components/ui/later";
import { inSentences, tell } from "@/lib/api/use-problem";
import { cn } from "@/lib/cn";
import { type Queued, useCurrent, usePlayer } from "@/lib/player/store";
import { useConductor } from "@/lib/player/use-conductor";
import { useShortcuts } from "@/lib/shortcuts";
import { say } from "@/lib/toasts";
import { LoopButton, QueueButton, Transport } from "./buttons";
import { NowPlaying } from "./now-playing";
import { ThinProgress, Timeline } from "./timeline";
import { Volume } from "./volume";

const QueueDrawer = later(() => import("./queue-drawer"), { trouble: "above" });
const NowSheet = later(() => import("./now-sheet"), { trouble: "above" });

/** The audio itself, and its controls while anything is loaded. */
export default function Bar() {
  const { t } = useTranslation("player");
  const { t: common } = useTranslation();
  const [one, other] = [useRef<HTMLAudioElement>(null), useRef<HTMLAudioElement>(null)];
  useConductor(one, other, (item, error) => {
    const description = inSentences(tell(error, common));
    say((toast) => toast.error(t("unplayable", { title: item.title }), { description }));
  });
  const current = useCurrent();
  return (
    <>
      <audio ref={one} />
      <audio ref={other} />
      <div
        className={cn(
          "grid shrink-0 transition-[grid-template-rows] duration-200",
          current ? "grid-rows-[1fr]" : "grid-rows-[0fr]",
        )}
      >
        <div className="min-h-0 overflow-hidden">{current && <Controls current={current} />}</div>
      </div>
      <p role="status" className="sr-only">
        {current && t("nowPlaying", { title: current.title })}
      </p>
    </>
  );
}

const STEP_SECONDS = 5;

function Controls({ current }: { current: Queued }) {
  const { t } = useTranslation("player");
  const [open, setOpen] = useState<"queue" | "sheet" | null>(null);
  const { skip } = usePlayer.getState();
  useShortcuts({
    arrowleft: () => skip(-STEP_SECONDS),
    arrowright: () => skip(STEP_SECONDS),
  });
  return (
    <section aria-label={t("title")} className="relative border-t bg-surface">
      <ThinProgress className="md:hidden" />
      <div className="flex h-16 items-center gap-2 px-2 sm:px-4 md:h-19 md:gap-4">
        <Transport className="hidden md:flex" />
        <NowPlaying current={current} onOpen={() => setOpen("sheet")} />
        <Timeline current={current} className="hidden min-w-0 grow md:flex" />
        <div className="flex shrink-0 items-center">
          <span className="hidden items-center md:flex">
            <LoopButton />
            <Volume className="hidden lg:flex" />
          </span>
          <Transport className="md:hidden" small />
          <QueueButton onClick={() => setOpen("queue")} className="hidden sm:inline-flex" />
        </div>
      </div>
      {open === "queue" && <QueueDrawer onClose={() => setOpen(null)} />}
      {open === "sheet" && (
        <NowSheet
          current={current}
          onClose={() => setOpen(null)}
          onQueue={() => setOpen("queue")}
        />
      )}
    </section>
  );
}
