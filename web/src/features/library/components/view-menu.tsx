import { Columns3, LayoutGrid, List } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { COLUMNS, DENSITIES, prefer, usePreferences } from "../model/preferences";

/** Table or cards; and for the table, its columns and how close its lines are. */
export function ViewMenu() {
  const { t } = useTranslation("library");
  const { view, density, hidden } = usePreferences();
  return (
    <div className="flex items-center gap-1">
      {view === "table" && (
        <Popover
          label={t("view.table")}
          align="end"
          className="w-60"
          trigger={
            <IconButton label={t("view.columns")} className="max-sm:hidden">
              <Columns3 aria-hidden />
            </IconButton>
          }
        >
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
                        hidden: COLUMNS.filter((one) =>
                          one === name ? !shown : hidden.includes(one),
                        ),
                      })
                    }
                  />
                  {t(`column.${name}`)}
                </label>
              ))}
              <p className="mt-1 text-xs text-ink-soft">{t("view.room")}</p>
            </fieldset>
          </div>
        </Popover>
      )}
      <ToggleGroup
        label={t("view.label")}
        value={view}
        onValueChange={(next) => prefer({ view: next })}
        options={[
          { value: "table", label: <List aria-hidden />, hint: t("view.table") },
          { value: "grid", label: <LayoutGrid aria-hidden />, hint: t("view.grid") },
        ]}
      />
    </div>
  );
}
