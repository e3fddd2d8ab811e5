import { PenLine, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuItem } from "@/components/ui/menu";

interface CollectionMenuProps {
  onRename: () => void;
  onDelete: () => void;
  trigger: ReactNode;
}

/** What can be done with the collection that is shown. */
export default function CollectionMenu({ onRename, onDelete, trigger }: CollectionMenuProps) {
  const { t } = useTranslation("library");
  return (
    <Menu defaultOpen trigger={trigger}>
      <MenuItem onSelect={onRename}>
        <PenLine aria-hidden />
        {t("collection.rename")}
      </MenuItem>
      <MenuItem danger onSelect={onDelete}>
        <Trash2 aria-hidden />
        {t("collection.delete")}
      </MenuItem>
    </Menu>
  );
}
