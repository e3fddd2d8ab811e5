import { Columns3, LayoutGrid, List } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { later } from "@/components/ui/later";
import { Popover } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/surface";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { prefer, usePreferences } from "../model/preferences";

const TableLook = later(() => import("./table-look"), {
  waiting: () => <Skeleton className="h-96 w-full" />,
});

/** Table or cards; and for the table, its columns and how close its lines are. */
export function ViewMenu() {
  const { t } = useTranslation("library");
  const { view } = usePreferences();
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
          <TableLook />
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
