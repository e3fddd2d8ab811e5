import { Languages, Moon, Search, Sun, SunMoon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { DownloadTray } from "@/components/downloads/tray";
import { IconButton } from "@/components/ui/icon-button";
import { laterMenu } from "@/components/ui/later-menu";
import { Key } from "@/components/ui/surface";
import { JobsButton } from "@/features/jobs/drawer";
import { MOD_KEY } from "@/lib/shortcuts";
import { useTheme } from "@/lib/theme";

const THEME_ICONS = { system: SunMoon, light: Sun, dark: Moon };
const LanguageMenu = laterMenu(() =>
  import("./menus").then((all) => ({ default: all.LanguageMenu })),
);
const ThemeMenu = laterMenu(() => import("./menus").then((all) => ({ default: all.ThemeMenu })));

/** Search, what is being made, what is being fetched, and how the page looks. */
export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const ThemeIcon = THEME_ICONS[useTheme((state) => state.theme)];
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b bg-canvas px-3 sm:px-4">
      <img src="/icon.svg" alt="" width={30} height={30} className="size-7.5 md:hidden" />
      <button
        type="button"
        onClick={onSearch}
        aria-keyshortcuts="Control+K"
        className="flex h-9 min-w-0 grow items-center gap-2 rounded-lg border bg-surface px-3 text-sm text-ink-soft hover:border-line-strong sm:max-w-md"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="grow truncate text-left">{t("commands.open")}</span>
        <span className="hidden gap-1 sm:flex" aria-hidden>
          <Key>{MOD_KEY}</Key>
          <Key>K</Key>
        </span>
      </button>
      <div className="ml-auto flex items-center gap-0.5 sm:gap-1">
        <DownloadTray />
        <JobsButton />
        <LanguageMenu
          trigger={
            <IconButton label={t("language.label")} side="bottom" className="hidden sm:inline-flex">
              <Languages aria-hidden />
            </IconButton>
          }
        />
        <ThemeMenu
          trigger={
            <IconButton label={t("theme.label")} side="bottom" className="hidden sm:inline-flex">
              <ThemeIcon aria-hidden />
            </IconButton>
          }
        />
      </div>
    </header>
  );
}
