import { Cover } from "@/components/cover/cover";
import { Dialog } from "@/components/ui/dialog";
import { useTranslation } from "react-i18next";
import { type Queued, usePlayer } from "@/lib/player/store";
import { LoopButton, QueueButton, Transport } from "./buttons";
import { coveredOf, Subtitle, Title } from "./now-playing";
import { Timeline } from "./timeline";
import { Volume } from "./volume";

interface NowSheetProps {
  current: Queued;
  onClose: () => void;
  onQueue: () => void;
}

/** The whole player on a phone. */
export default function NowSheet({ current, onClose, onQueue }: NowSheetProps) {
  const { t } = useTranslation("player");
  const place = usePlayer(({ index, queue }) =>
    t("place", { place: index + 1, whole: queue.length }),
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("sheet")}
      description={place}
      place="right"
      className="max-w-none animate-rise border-l-0"
    >
      <div className="mx-auto flex min-h-full max-w-96 flex-col justify-evenly gap-5">
        <Cover
          track={coveredOf(current)}
          className="mx-auto max-w-[min(20rem,44dvh)] rounded-2xl shadow-lg"
        />
        <div className="text-center" onClickCapture={closeOnLink(onClose)}>
          <Title current={current} className="text-lg" />
          <p className="truncate text-ink-soft">
            <Subtitle current={current} />
          </p>
        </div>
        <Timeline current={current} stacked />
        <div className="flex items-center justify-between">
          <LoopButton className="size-12" />
          <Transport large />
          <QueueButton onClick={onQueue} className="size-12" />
        </div>
        <Volume className="justify-center" />
      </div>
    </Dialog>
  );
}

/** Whoever follows a link wants to see where it leads. */
function closeOnLink(onClose: () => void) {
  return (event: { target: EventTarget }) => {
    if (event.target instanceof Element && event.target.closest("a")) onClose();
  };
}
