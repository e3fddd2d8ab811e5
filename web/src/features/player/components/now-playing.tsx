import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { cn } from "@/lib/cn";
import { type Queued, usePosition } from "@/lib/player/store";
import { useWords } from "@/lib/words/use-words";

interface NowPlayingProps {
  current: Queued;
  /** On phones, where there is no room for more, it opens the whole player. */
  onOpen: () => void;
}

/** What plays: its picture, title and artist. */
export function NowPlaying({ current, onOpen }: NowPlayingProps) {
  const { t } = useTranslation("player");
  return (
    <div className="relative flex min-w-0 grow items-center gap-3 md:w-52 md:shrink-0 md:grow-0 xl:w-72">
      <Cover track={coveredOf(current)} size={46} className="rounded-md" />
      <div className="min-w-0">
        <Title current={current} className="hidden md:block" />
        <p className="truncate text-sm font-medium md:hidden">{current.title}</p>
        <p className="truncate text-[0.8125rem] text-ink-soft">
          <Subtitle current={current} />
        </p>
      </div>
      <button
        type="button"
        aria-label={t("open")}
        aria-haspopup="dialog"
        onClick={onOpen}
        className="absolute -inset-x-1 -inset-y-1.5 rounded-lg md:hidden"
      />
    </div>
  );
}

/** The title; of a track, it leads to its page. */
export function Title({ current, className }: { current: Queued; className?: string }) {
  const text = cn("truncate text-sm font-medium", className);
  if (!current.trackId) return <p className={text}>{current.title}</p>;
  return (
    <p className={text}>
      <Link
        to="/library/$trackId"
        params={{ trackId: current.trackId }}
        className="rounded hover:underline"
      >
        {current.title}
      </Link>
    </p>
  );
}

/** The artist, or why nothing sounds. */
export function Subtitle({ current }: { current: Queued }) {
  const { t } = useTranslation("player");
  const words = useWords();
  const offline = usePosition(({ waiting }) => waiting === "offline");
  if (offline) return <span role="status">{t("offline")}</span>;
  return <>{current.artist || words.genre(current.genre)}</>;
}

/** What the picture is drawn from. */
export function coveredOf({ id, title, genre, coverUrl }: Queued) {
  return { id, title, genre, cover: coverUrl };
}
