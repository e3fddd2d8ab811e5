import { Link } from "@tanstack/react-router";
import { Copy, Download, Heart, ImagePlus, MoreHorizontal, Shuffle } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { Rating } from "@/components/rating/rating";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { laterMenu } from "@/components/ui/later-menu";
import { Badge } from "@/components/ui/surface";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { ago } from "@/lib/format";
import { usePageOpened } from "@/lib/use-page-opened";
import { usePatch } from "../api/use-track";
import { useDialogs } from "./dialogs/use-dialogs";
import { PlayButton } from "./play-button";
import { Title } from "./title";

interface TrackMenuProps {
  track: Track;
  trigger: ReactNode;
}

const ActionsMenu = laterMenu<TrackMenuProps>(() => import("./actions-menu"));
const DownloadMenu = laterMenu<TrackMenuProps>(() => import("./download-menu"));

interface HeaderProps {
  track: Track;
  /** It has a plan, so that parts of it can be made anew. */
  remakeable: boolean;
}

/** The track's picture, name and marks, and what can be done with it. */
export function Header({ track, remakeable }: HeaderProps) {
  const { t, i18n } = useTranslation("track");
  const patch = usePatch(track);
  const openDialog = useDialogs();
  const heading = useRef<HTMLHeadingElement>(null);
  usePageOpened(heading, track.title);
  return (
    <header className="flex flex-col gap-5 sm:flex-row sm:items-end lg:gap-7">
      <button
        type="button"
        aria-label={t("cover.change")}
        onClick={() => openDialog("cover")}
        className="group relative w-36 shrink-0 self-start rounded-2xl sm:w-44 sm:self-end"
      >
        <Cover track={track} className="rounded-2xl shadow-lg" />
        <span className="absolute inset-0 flex items-center justify-center rounded-2xl bg-black/55 text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100">
          <ImagePlus aria-hidden className="size-7" />
        </span>
      </button>
      <div className="min-w-0 grow">
        <p className="text-sm text-ink-soft">
          {[track.artist, track.album, ago(track.created_at, i18n.language)]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <Title
          value={track.title}
          heading={heading}
          onChange={(title) => patch.mutate({ title })}
        />
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
          <Rating value={track.rating} onChange={(rating) => patch.mutate({ rating })} />
          <IconButton
            label={track.favorite ? t("favorite.remove") : t("favorite.add")}
            size="smallIcon"
            aria-pressed={track.favorite}
            onClick={() => patch.mutate({ favorite: !track.favorite })}
          >
            <Heart aria-hidden className={cn(track.favorite && "fill-current text-accent")} />
          </IconButton>
          {track.tags.length > 0 && (
            <ul aria-label={t("tags")} className="flex min-w-0 flex-wrap gap-1.5">
              {track.tags.map((tag) => (
                <li key={tag}>
                  <Badge className="max-w-48 truncate">{tag}</Badge>
                </li>
              ))}
            </ul>
          )}
          {track.parent_id && (
            <Button asChild look="quiet" size="small">
              <Link to="/library/$trackId" params={{ trackId: track.parent_id }}>
                {t("parent")}
              </Link>
            </Button>
          )}
        </div>
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <PlayButton track={track} />
          <DownloadMenu
            track={track}
            trigger={
              <Button disabled={track.files.length === 0}>
                <Download aria-hidden />
                {t("actions.download")}
              </Button>
            }
          />
          <Button asChild>
            <Link to="/create" search={{ from: track.id }}>
              <Copy aria-hidden />
              {t("actions.again")}
            </Link>
          </Button>
          {remakeable && (
            <Button onClick={() => openDialog("remake")}>
              <Shuffle aria-hidden />
              {t("actions.vary")}
            </Button>
          )}
          <ActionsMenu
            track={track}
            trigger={
              <IconButton label={t("actions.more")} look="plain">
                <MoreHorizontal aria-hidden />
              </IconButton>
            }
          />
        </div>
      </div>
    </header>
  );
}
