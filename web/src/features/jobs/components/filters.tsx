import { useTranslation } from "react-i18next";
import { NativeSelect } from "@/components/ui/input";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { $api } from "@/lib/api/client";
import { JOB_VIEWS, type JobsSearch, type JobView, KINDS } from "../search";

interface FiltersProps {
  search: JobsSearch;
  onChange: (fields: Partial<JobsSearch>) => void;
}

/** Which jobs are shown; it stands in the address. */
export function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation("jobs");
  const engines = $api.useQuery("get", "/api/v1/engines", {}, { staleTime: 60_000 });
  const names = engines.data?.items.map(({ name }) => name) ?? [];
  const views = ["all", ...JOB_VIEWS] as const;
  return (
    <div className="mb-5 flex flex-wrap items-center gap-2">
      <ToggleGroup
        label={t("filter.status")}
        className="max-w-full overflow-x-auto [scrollbar-width:none] [&_button]:shrink-0 [&_button]:whitespace-nowrap"
        value={search.status ?? "all"}
        onValueChange={(view) =>
          onChange({ status: view === "all" ? undefined : (view satisfies JobView) })
        }
        options={views.map((view) => ({ value: view, label: t(`view.${view}`) }))}
      />
      <NativeSelect
        aria-label={t("filter.kind")}
        className="h-9 w-auto"
        value={search.kind ?? ""}
        onChange={({ target }) => onChange({ kind: KINDS.find((kind) => kind === target.value) })}
      >
        <option value="">{t("filter.allKinds")}</option>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`filter.kinds.${kind}`)}
          </option>
        ))}
      </NativeSelect>
      {(names.length > 1 || search.engine) && (
        <NativeSelect
          aria-label={t("filter.engine")}
          className="h-9 w-auto"
          value={search.engine ?? ""}
          onChange={({ target }) => onChange({ engine: target.value || undefined })}
        >
          <option value="">{t("filter.allEngines")}</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </NativeSelect>
      )}
    </div>
  );
}
