import { Languages, Moon, Search, Sun, SunMoon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { DownloadTray } from "@/components/downloads/tray";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuChoice, MenuChoices } from "@/components/ui/menu";
import { Key } from "@/components/ui/surface";
import { JobsButton } from "@/features/jobs/drawer";
import { chooseLanguage, LANGUAGES, type Language } from "@/lib/i18n";
import { MOD_KEY } from "@/lib/shortcuts";
import { THEMES, type Theme, useTheme } from "@/lib/theme";

const THEME_ICONS = { system: SunMoon, light: Sun, dark: Moon };

/** Search, what is being made, what is being fetched, and how the page looks. */
export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
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
        <LanguageMenu />
        <ThemeMenu />
      </div>
    </header>
  );
}

function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu
      trigger={
        <IconButton label={t("language.label")} side="bottom" className="hidden sm:inline-flex">
          <Languages aria-hidden />
        </IconButton>
      }
    >
      <MenuChoices
        value={i18n.language}
        onValueChange={(value) => void chooseLanguage(value as Language)}
      >
        {LANGUAGES.map((one) => (
          <MenuChoice key={one} value={one} lang={one}>
            {t(`language.${one}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}

function ThemeMenu() {
  const { t } = useTranslation();
  const { theme, choose } = useTheme();
  const Icon = THEME_ICONS[theme];
  return (
    <Menu
      trigger={
        <IconButton label={t("theme.label")} side="bottom" className="hidden sm:inline-flex">
          <Icon aria-hidden />
        </IconButton>
      }
    >
      <MenuChoices value={theme} onValueChange={(value) => choose(value as Theme)}>
        {THEMES.map((one) => (
          <MenuChoice key={one} value={one}>
            {t(`theme.${one}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}
