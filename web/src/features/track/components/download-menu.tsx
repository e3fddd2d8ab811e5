import { FileAudio, Layers, Music4 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuItem, MenuLabel, MenuLine } from "@/components/ui/menu";
import type { Track } from "@/lib/api/client";
import { useDownloads } from "@/lib/downloads/store";
import { bytes } from "@/lib/format";

/** Every file of the track, with what it weighs. */
export default function DownloadMenu({ track, trigger }: { track: Track; trigger: ReactNode }) {
  const { t, i18n } = useTranslation("track");
  const add = useDownloads((downloads) => downloads.add);
  const name = [track.artist, track.title].filter(Boolean).join(" - ");
  const sound = track.files.filter((file) => file.kind === "audio");
  const stems = track.files.filter((file) => file.kind === "stem");
  const stemBytes = stems.reduce((sum, file) => sum + file.bytes, 0);
  const midi = track.files.find((file) => file.kind === "midi");
  const size = (count: number) => (
    <span className="tabular ml-auto pl-4 text-xs text-ink-soft">
      {bytes(count, i18n.language)}
    </span>
  );
  return (
    <Menu align="start" defaultOpen trigger={trigger}>
      <MenuLabel>{t("download.audio")}</MenuLabel>
      {sound.map((file) => (
        <MenuItem
          key={file.format}
          onSelect={() =>
            add({
              url: `${file.url}&download=true`,
              name: `${name}.${file.format}`,
              bytes: file.bytes,
            })
          }
        >
          <FileAudio aria-hidden />
          {file.format.toUpperCase()}
          {size(file.bytes)}
        </MenuItem>
      ))}
      {(stems.length > 0 || midi) && <MenuLine />}
      {track.links.stems && (
        <MenuItem
          onSelect={() => add({ url: track.links.stems ?? "", name: `${name} (Stems).zip` })}
        >
          <Layers aria-hidden />
          {t("download.stems", { count: stems.length })}
          {size(stemBytes)}
        </MenuItem>
      )}
      {midi && (
        <MenuItem onSelect={() => add({ url: midi.url, name: `${name}.mid`, bytes: midi.bytes })}>
          <Music4 aria-hidden />
          {t("download.midi")}
          {size(midi.bytes)}
        </MenuItem>
      )}
    </Menu>
  );
}
