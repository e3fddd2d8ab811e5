import { EllipsisVertical, RotateCcw, Scale, ShieldCheck, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";

/** What is undefined can't be done now. */
interface ActionMenuProps {
  name: string;
  busy: boolean;
  onVerify: (() => void) | undefined;
  onReinstall: (() => void) | undefined;
  onLicence: () => void;
  onRemove: (() => void) | undefined;
}

/** What else can be done with sounds or weights. */
export function ActionMenu({ name, busy, ...on }: ActionMenuProps) {
  const { t } = useTranslation("models");
  return (
    <Menu
      trigger={
        <IconButton label={t("menu", { name })} size="smallIcon" busy={busy}>
          {!busy && <EllipsisVertical aria-hidden />}
        </IconButton>
      }
    >
      {on.onVerify && (
        <MenuItem onSelect={on.onVerify}>
          <ShieldCheck aria-hidden />
          {t("actions.verify")}
        </MenuItem>
      )}
      {on.onReinstall && (
        <MenuItem onSelect={on.onReinstall}>
          <RotateCcw aria-hidden />
          {t("actions.reinstall")}
        </MenuItem>
      )}
      <MenuItem onSelect={on.onLicence}>
        <Scale aria-hidden />
        {t("actions.licence")}
      </MenuItem>
      {on.onRemove && (
        <>
          <MenuLine />
          <MenuItem danger onSelect={on.onRemove}>
            <Trash2 aria-hidden />
            {t("actions.remove")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
