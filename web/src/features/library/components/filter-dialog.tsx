import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { withoutFilters } from "../model/query";
import type { LibrarySearch } from "../search";
import FilterPanel from "./filter-panel";
import type { ChangeSearch } from "./use-filters";

interface FilterDialogProps {
  search: LibrarySearch;
  onChange: ChangeSearch;
  onClose: () => void;
}

/** The filters where there is no room for a panel beside their button. */
export default function FilterDialog({ search, onChange, onClose }: FilterDialogProps) {
  const { t } = useTranslation("library");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      place="right"
      title={t("filter.open")}
      footer={
        <>
          <Button onClick={() => onChange(withoutFilters)}>{t("filter.clear")}</Button>
          <Button look="primary" onClick={onClose}>
            {t("filter.show")}
          </Button>
        </>
      }
    >
      <FilterPanel search={search} onChange={onChange} />
    </Dialog>
  );
}
