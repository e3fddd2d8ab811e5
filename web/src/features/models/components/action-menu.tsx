import { EllipsisVertical, RotateCcw, Scale, ShieldCheck, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import type { Asset } from "../model/assets";
import { useNames } from "./use-names";

interface AssetMenuProps {
  asset: Asset;
  verifying: boolean;
  onVerify: () => void;
  onReinstall: () => void;
  onLicence: () => void;
  onRemove: () => void;
}

/** What else can be done with sounds or weights. */
export function AssetMenu({ asset: { model, state }, verifying, ...on }: AssetMenuProps) {
  const { t } = useTranslation("models");
  const here = state !== "downloading" && model.bytes > 0;
  const removable = state !== "downloading" && model.bytes + model.partial_bytes > 0;
  return (
    <Menu
      trigger={
        <IconButton
          label={t("menu", { name: useNames().title(model) })}
          size="smallIcon"
          busy={verifying}
        >
          {!verifying && <EllipsisVertical aria-hidden />}
        </IconButton>
      }
    >
      {here && (
        <MenuItem onSelect={on.onVerify}>
          <ShieldCheck aria-hidden />
          {t("actions.verify")}
        </MenuItem>
      )}
      {here && (
        <MenuItem onSelect={on.onReinstall}>
          <RotateCcw aria-hidden />
          {t("actions.reinstall")}
        </MenuItem>
      )}
      <MenuItem onSelect={on.onLicence}>
        <Scale aria-hidden />
        {t("actions.licence")}
      </MenuItem>
      {removable && (
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
