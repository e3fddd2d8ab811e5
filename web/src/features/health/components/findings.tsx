import { Check, CircleCheck, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Card } from "@/components/ui/surface";
import type { Looked, System } from "../model/findings";
import { FindingRow } from "./finding-row";
import { useFindings } from "./use-findings";

/** What was found: what can be better, with the way there, and what is as it should be. */
export function Findings({ looked, system }: { looked: Looked; system: System | undefined }) {
  const { t } = useTranslation(["health", "common"]);
  const words = useFindings(system);
  const [mended, setMended] = useState<string | null>(null);
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" className="mb-3 text-lg font-semibold">
        {t("findings")}
      </h2>
      <div role="status">
        {mended !== null && (
          <div className="mb-3 flex items-start gap-3 rounded-xl bg-good-soft p-3 text-sm">
            <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
            <div className="min-w-0 grow">
              <p className="font-medium">{t("mended")}</p>
              <p lang="en" className="break-words text-ink-soft">
                {mended}
              </p>
            </div>
            <IconButton
              label={t("common:close")}
              size="smallIcon"
              className="text-ink"
              onClick={() => setMended(null)}
            >
              <X aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
      {looked.open.length > 0 && (
        <Card className="mb-4 py-0 sm:py-0">
          <ul className="divide-y">
            {looked.open.map((finding) => (
              <FindingRow
                key={`${finding.name} ${finding.fix?.id ?? ""} ${finding.remedy}`}
                finding={finding}
                system={system}
                onMended={setMended}
              />
            ))}
          </ul>
        </Card>
      )}
      <Card>
        <ul className="grid grid-cols-1 gap-x-8 gap-y-3 sm:grid-cols-2">
          {looked.good.map((finding) => (
            <li key={finding.name} className="flex min-w-0 items-start gap-2.5 text-sm">
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
              <div className="min-w-0">
                <p className="font-medium">{words.name(finding)}</p>
                <p className="text-[0.8125rem] break-words text-ink-soft">{words.good(finding)}</p>
              </div>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}
