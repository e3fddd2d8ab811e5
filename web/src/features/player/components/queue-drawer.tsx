import { AudioLines, ListMusic, Trash2, X } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { SortableList } from "@/components/sortable/sortable-list";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { notifyDone } from "@/components/ui/notify";
import { Empty } from "@/components/ui/states";
import { cn } from "@/lib/cn";
import { clock, span } from "@/lib/format";
import { type Queued, usePlayer } from "@/lib/player/store";
import { useWords } from "@/lib/words/use-words";
import { coveredOf } from "./now-playing";

/** What plays and what follows. */
export default function QueueDrawer({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation("player");
  const queue = usePlayer((state) => state.queue);
  const index = usePlayer((state) => state.index);
  const seconds = queue.reduce((sum, item) => sum + item.durationSeconds, 0);
  const { move, clear, restore } = usePlayer.getState();
  const empty = () => {
    clear();
    notifyDone(t("queue.cleared"), () => restore(queue, index));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      place="right"
      title={t("queue.title")}
      description={
        queue.length > 0 &&
        `${t("queue.count", { count: queue.length })} · ${span(seconds, i18n.language)}`
      }
      footer={
        queue.length > 0 && (
          <Button look="quiet" size="small" onClick={empty}>
            <Trash2 aria-hidden />
            {t("queue.clear")}
          </Button>
        )
      }
    >
      {queue.length === 0 ? (
        <Empty icon={ListMusic} title={t("queue.empty")}>
          {t("queue.emptyHint")}
        </Empty>
      ) : (
        <SortableList
          items={queue}
          label={t("queue.title")}
          nameOf={(item) => item.title}
          onMove={move}
          className="-mx-2"
        >
          {(item, place, handle) => (
            <Row item={item} place={place} current={place === index} handle={handle} />
          )}
        </SortableList>
      )}
    </Dialog>
  );
}

interface RowProps {
  item: Queued;
  place: number;
  current: boolean;
  handle: ReactNode;
}

const Row = memo(function Row({ item, place, current, handle }: RowProps) {
  const { t } = useTranslation("player");
  const words = useWords();
  const { jump, remove } = usePlayer.getState();
  return (
    <div
      className={cn(
        "group flex items-center gap-1 rounded-lg pr-1 hover:bg-raised",
        current && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      {handle}
      <button
        type="button"
        aria-current={current || undefined}
        aria-label={t("queue.jump", { title: item.title })}
        onClick={() => jump(place)}
        className="flex min-w-0 grow items-center gap-3 rounded-lg py-1.5 text-left"
      >
        <Cover track={coveredOf(item)} size={40} className="rounded-md" />
        <span className="min-w-0 grow">
          <span className="block truncate text-sm font-medium">{item.title}</span>
          <span className="block truncate text-[0.8125rem] text-ink-soft">
            {item.artist || words.genre(item.genre)}
          </span>
        </span>
        {current && <AudioLines aria-hidden className="size-4 shrink-0 text-accent" />}
        <span className="tabular shrink-0 text-[0.8125rem] text-ink-soft">
          {clock(item.durationSeconds)}
        </span>
      </button>
      <IconButton
        label={t("queue.remove", { title: item.title })}
        size="smallIcon"
        onClick={() => remove(place)}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
});
