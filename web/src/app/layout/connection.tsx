import { CloudOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useConnection } from "@/lib/jobs/events";

/** While the server is away: said once, where nothing is covered by it. */
export function ConnectionNotice() {
  const { t } = useTranslation();
  const lost = useConnection((state) => state.lost);
  return (
    <div role="status">
      {lost && (
        <p className="flex items-center gap-2 border-b bg-warn-soft px-4 py-2 text-sm text-warn">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {t("offline")}
        </p>
      )}
    </div>
  );
}
