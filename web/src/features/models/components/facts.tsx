import { useTranslation } from "react-i18next";
import { bytes } from "@/lib/format";
import type { Model } from "../model/assets";
import { useNames } from "./use-names";
import { useSize } from "./use-size";

/** Size, version and licence in a line. */
export function Facts({ model, onLicence }: { model: Model; onLicence: () => void }) {
  const { t, i18n } = useTranslation("models");
  const names = useNames();
  const size = useSize();
  const told = (value: number) => bytes(value, i18n.language);
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-[0.8125rem] text-ink-soft">
      <span className="tabular">
        {model.installed
          ? told(model.bytes)
          : model.partial_bytes
            ? t("size.partly", { here: told(model.partial_bytes), size: size(model) })
            : size(model)}
      </span>
      <span aria-hidden>·</span>
      <span>{t("version", { version: model.version })}</span>
      <span aria-hidden>·</span>
      <button
        type="button"
        onClick={onLicence}
        aria-label={t("licence.show", { name: names.title(model), licence: model.licence })}
        className="inline-flex min-h-6 min-w-0 items-center rounded text-left break-all underline decoration-line-strong underline-offset-2 hover:text-ink"
      >
        {model.licence}
      </button>
    </p>
  );
}
