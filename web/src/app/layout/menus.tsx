import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuChoice, MenuChoices, MenuItem } from "@/components/ui/menu";
import { chooseLanguage, LANGUAGES, type Language } from "@/lib/i18n";
import { THEMES, type Theme, useTheme } from "@/lib/theme";
import { AT_HAND, PLACES } from "./places";

interface ShellMenuProps {
  trigger: ReactNode;
}

/** In which language the studio speaks. */
export function LanguageMenu({ trigger }: ShellMenuProps) {
  const { t, i18n } = useTranslation();
  return (
    <Menu defaultOpen trigger={trigger}>
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

/** Light, dark, or as the machine has it. */
export function ThemeMenu({ trigger }: ShellMenuProps) {
  const { t } = useTranslation();
  const { theme, choose } = useTheme();
  return (
    <Menu defaultOpen trigger={trigger}>
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

/** The pages for which the lower edge of a phone has no room. */
export function MoreMenu({ trigger }: ShellMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu defaultOpen side="top" trigger={trigger}>
      {PLACES.slice(AT_HAND).map(({ to, name, icon: Icon }) => (
        <MenuItem key={to} asChild>
          <Link to={to}>
            <Icon aria-hidden />
            {t(`nav.${name}`)}
          </Link>
        </MenuItem>
      ))}
    </Menu>
  );
}
