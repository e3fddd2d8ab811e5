import { Music2, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "@/components/cover/cover";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { TrackSearch } from "./track-search";
import { useTracks } from "./use-tracks";

interface PickerProps {
  /** What the choice is for; also the dialog's title. */
  label: string;
  /** What stands there while nothing is chosen. */
  placeholder?: string;
  /** Tracks that can't be chosen, by id. */
  exclude?: readonly string[];
  className?: string;
}

interface OneTrack extends PickerProps {
  multiple?: false;
  /** The id of the chosen track. */
  value: string | null;
  onChange: (id: string | null, track: Track | null) => void;
}

interface ManyTracks extends PickerProps {
  multiple: true;
  /** The ids of the chosen tracks, in the order of their choice. */
  value: readonly string[];
  onChange: (ids: string[]) => void;
}

export type TrackPickerProps = OneTrack | ManyTracks;

/** Chooses a track, or several, out of the whole library. */
export function TrackPicker(props: TrackPickerProps) {
  const { label, placeholder, exclude, className } = props;
  const { t } = useTranslation("shared");
  const [open, setOpen] = useState(false);
  const chosen = props.multiple ? props.value : props.value ? [props.value] : [];
  const tracks = useTracks(chosen);
  const choose = (track: Track) => {
    if (!props.multiple) {
      props.onChange(track.id, track);
      setOpen(false);
    } else if (props.value.includes(track.id)) {
      props.onChange(props.value.filter((id) => id !== track.id));
    } else {
      props.onChange([...props.value, track.id]);
    }
  };
  const clear = () => (props.multiple ? props.onChange([]) : props.onChange(null, null));
  const first = tracks.find(Boolean);
  return (
    <div className={cn("flex min-w-0 items-center gap-1", className)}>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`${label}: ${first ? namesOf(tracks) : (placeholder ?? t("trackPicker.none"))}`}
        onClick={() => setOpen(true)}
        className="flex min-h-12 min-w-0 grow items-center gap-3 rounded-lg border border-line-strong bg-surface px-2 py-1.5 text-left transition-colors hover:border-ink-soft"
      >
        {first ? (
          <Cover track={first} size={36} />
        ) : (
          <span className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-raised text-ink-soft">
            <Music2 aria-hidden className="size-4" />
          </span>
        )}
        <span className="min-w-0 grow">
          <span className={cn("block truncate text-sm font-medium", !first && "text-ink-soft")}>
            {first ? namesOf(tracks) : (placeholder ?? t("trackPicker.choose"))}
          </span>
          {props.multiple && chosen.length > 1 && (
            <span className="block text-xs text-ink-soft">
              {t("trackPicker.count", { count: chosen.length })}
            </span>
          )}
        </span>
      </button>
      {chosen.length > 0 && (
        <IconButton label={t("trackPicker.clear")} onClick={clear}>
          <X aria-hidden />
        </IconButton>
      )}
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={label}
        className="h-[min(80dvh,40rem)]"
        footer={
          props.multiple && (
            <Button look="primary" onClick={() => setOpen(false)}>
              {t("trackPicker.done", { count: chosen.length })}
            </Button>
          )
        }
      >
        <TrackSearch
          label={label}
          chosen={chosen}
          multiple={Boolean(props.multiple)}
          exclude={exclude}
          onChoose={choose}
        />
      </Dialog>
    </div>
  );
}

const namesOf = (tracks: readonly (Track | undefined)[]): string =>
  tracks.flatMap((track) => (track ? [track.title] : [])).join(", ");
