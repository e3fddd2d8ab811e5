import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import {
  Keyboard,
  Languages,
  Moon,
  Music,
  Pause,
  Play,
  SkipForward,
  Sun,
  SunMoon,
} from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { chooseLanguage, LANGUAGES } from "@/lib/i18n";
import { usePlayer } from "@/lib/player/store";
import { THEMES, useTheme } from "@/lib/theme";
import { PLACES } from "./places";
import { useWords } from "@/lib/words/use-words";

interface CommandPaletteProps {
  onClose: () => void;
  onShortcuts: () => void;
}

/** Every page, every track and every command by a few letters of its name. */
export default function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps) {
  const { t } = useTranslation();
  const names = useWords();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const words = useDeferredValue(text.trim());
  const tracks = useQuery({
    queryKey: ["palette", "/api/v1/tracks", words],
    queryFn: async ({ signal }) =>
      (await api.GET("/api/v1/tracks", { params: { query: { search: words, limit: 6 } }, signal }))
        .data,
    enabled: words.length > 1,
  });
  const run = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-black/55" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[10dvh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 animate-rise overflow-hidden rounded-2xl border bg-surface shadow-2xl"
        >
          <Radix.Title className="sr-only">{t("commands.open")}</Radix.Title>
          <Command label={t("commands.open")} loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder={t("commands.placeholder")}
              className="h-13 w-full border-b bg-transparent px-5 outline-none"
            />
            <Command.List className="max-h-[min(60dvh,26rem)] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-8 text-center text-sm text-ink-soft">
                {t("commands.empty")}
              </Command.Empty>
              {tracks.data && tracks.data.items.length > 0 && (
                <Group name={t("commands.tracks")}>
                  {tracks.data.items.map((track) => (
                    <Item
                      key={track.id}
                      icon={<Music aria-hidden />}
                      value={`${track.title} ${track.artist} ${words} ${track.id}`}
                      onSelect={run(
                        () =>
                          void navigate({ to: "/library/$trackId", params: { trackId: track.id } }),
                      )}
                    >
                      <span className="truncate">{track.title}</span>
                      <span className="ml-auto shrink-0 pl-3 text-xs text-ink-soft">
                        {names.genre(track.genre)}
                      </span>
                    </Item>
                  ))}
                </Group>
              )}
              <Group name={t("commands.pages")}>
                {PLACES.map(({ to, name, icon: Icon }) => (
                  <Item
                    key={to}
                    icon={<Icon aria-hidden />}
                    onSelect={run(() => void navigate({ to }))}
                  >
                    {t(`nav.${name}`)}
                  </Item>
                ))}
              </Group>
              <Group name={t("commands.actions")}>
                <PlayerItems run={run} />
                <AppearanceItems run={run} />
                <Item icon={<Keyboard aria-hidden />} onSelect={onShortcuts}>
                  {t("commands.shortcuts")}
                </Item>
              </Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type Run = (act: () => void) => () => void;

function PlayerItems({ run }: { run: Run }) {
  const { t } = useTranslation();
  const loaded = usePlayer((state) => state.index >= 0);
  const playing = usePlayer((state) => state.playing);
  if (!loaded) return null;
  const { toggle, next } = usePlayer.getState();
  return (
    <>
      <Item icon={playing ? <Pause aria-hidden /> : <Play aria-hidden />} onSelect={run(toggle)}>
        {t("shortcuts.toggle")}
      </Item>
      <Item icon={<SkipForward aria-hidden />} onSelect={run(next)}>
        {t("shortcuts.next")}
      </Item>
    </>
  );
}

const THEME_ICONS = {
  system: <SunMoon aria-hidden />,
  light: <Sun aria-hidden />,
  dark: <Moon aria-hidden />,
};

function AppearanceItems({ run }: { run: Run }) {
  const { t, i18n } = useTranslation();
  const { theme, choose } = useTheme();
  return (
    <>
      {THEMES.filter((one) => one !== theme).map((one) => (
        <Item key={one} icon={THEME_ICONS[one]} onSelect={run(() => choose(one))}>
          {t("theme.label")}: {t(`theme.${one}`)}
        </Item>
      ))}
      {LANGUAGES.filter((one) => one !== i18n.language).map((one) => (
        <Item
          key={one}
          icon={<Languages aria-hidden />}
          onSelect={run(() => void chooseLanguage(one))}
        >
          {t("language.label")}: {t(`language.${one}`)}
        </Item>
      ))}
    </>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={name}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-soft"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  icon: ReactNode;
  value?: string;
  onSelect: () => void;
  children: ReactNode;
}

function Item({ icon, children, ...item }: ItemProps) {
  return (
    <Command.Item
      className="flex min-h-10 items-center gap-3 rounded-lg px-3 text-sm data-[selected=true]:bg-raised [&_svg]:size-4 [&_svg]:shrink-0"
      {...item}
    >
      {icon}
      {children}
    </Command.Item>
  );
}
