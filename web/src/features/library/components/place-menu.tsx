import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { laterMenu } from "@/components/ui/later-menu";
import type { LibrarySearch } from "../search";

interface PlaceMenuProps {
  search: LibrarySearch;
  onNew: () => void;
}

const PlaceChoices = laterMenu<PlaceMenuProps & { trigger: ReactNode }>(
  () => import("./place-choices"),
);

/** The same places as a menu, where there is no room at the side. */
export function PlaceMenu(props: PlaceMenuProps) {
  const { t } = useTranslation("library");
  return (
    <div className="xl:hidden">
      <PlaceChoices
        {...props}
        trigger={
          <Button aria-label={t("places.label")} className="px-3">
            {t("places.short")}
            <ChevronDown aria-hidden />
          </Button>
        }
      />
    </div>
  );
}
