import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { COLUMNS, DENSITIES, prefer, usePreferences } from "../model/preferences";

/** Which columns the table has, and how close its lines are. */
export default function TableLook() {
  const { t } = useTranslation("library");
  const { density, hidden } = usePreferences();
  return (
    <div className="grid gap-4">
      <div>
        <p className="mb-1.5 text-sm font-medium">{t("view.density")}</p>
        <ToggleGroup
          label={t("view.density")}
          value={density}
          onValueChange={(next) => prefer({ density: next })}
          options={DENSITIES.map((value) => ({ value, label: t(`view.${value}`) }))}
        />
      </div>
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{t("view.columns")}</legend>
        {COLUMNS.map((name) => (
          <label
            key={name}
            htmlFor={`column-${name}`}
            className="flex min-h-9 items-center gap-2.5 text-sm"
          >
            <Checkbox
              id={`column-${name}`}
              checked={!hidden.includes(name)}
              onCheckedChange={(shown) =>
                prefer({
                  hidden: COLUMNS.filter((one) => (one === name ? !shown : hidden.includes(one))),
                })
              }
            />
            {t(`column.${name}`)}
          </label>
        ))}
        <p className="mt-1 text-xs text-ink-soft">{t("view.room")}</p>
      </fieldset>
    </div>
  );
}
