import { Moon, Sun, SunMoon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { chooseLanguage, type Language, LANGUAGES } from "@/lib/i18n";
import { THEMES, useTheme } from "@/lib/theme";
import { Row, Section } from "./section";

const ICONS = { system: SunMoon, light: Sun, dark: Moon };

/** How the studio looks in this browser. */
export function Appearance() {
  const { t, i18n } = useTranslation(["settings", "common"]);
  const { theme, choose } = useTheme();
  return (
    <Section id="appearance" title={t("appearance.title")} about={t("appearance.about")}>
      <Row place="fit" label={t("appearance.themeLabel")} description={t("appearance.theme")}>
        <ToggleGroup
          className="max-w-full flex-wrap"
          label={t("appearance.themeLabel")}
          value={theme}
          onValueChange={choose}
          options={THEMES.map((value) => {
            const Icon = ICONS[value];
            const label = (
              <>
                <Icon aria-hidden className="max-sm:hidden" />
                {t(`common:theme.${value}`)}
              </>
            );
            return { value, label };
          })}
        />
      </Row>
      <Row place="fit" label={t("common:language.label")} description={t("appearance.language")}>
        <ToggleGroup<Language>
          label={t("common:language.label")}
          value={LANGUAGES.find((one) => one === i18n.language) ?? "en"}
          onValueChange={(value) => void chooseLanguage(value)}
          options={LANGUAGES.map((value) => ({
            value,
            label: <span lang={value}>{t(`common:language.${value}`)}</span>,
          }))}
        />
      </Row>
    </Section>
  );
}
