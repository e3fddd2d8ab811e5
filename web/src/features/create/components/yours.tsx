import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Hint } from "@/components/ui/hint";

/** Marks what somebody set by hand, and takes it back. */
export function Yours({ name, onReset }: { name: string; onReset: () => void }) {
  const { t } = useTranslation("create");
  return (
    <Hint text={t("yours.hint")}>
      <button
        type="button"
        aria-label={t("yours.reset", { name })}
        onClick={onReset}
        className="inline-flex h-6 items-center gap-1 rounded-full bg-accent-soft px-2 text-xs font-medium hover:bg-raised"
      >
        {t("yours.mark")}
        <RotateCcw aria-hidden className="size-3" />
      </button>
    </Hint>
  );
}
