import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { inWords } from "../model/duration";
import { ENVIRONMENT, type EnvironmentName, type Told } from "../model/environment";
import type { Settings } from "../model/preferences";

/** What was set before the start; it can only be read here. */
export function EnvironmentTable({ environment }: { environment: Settings["environment"] }) {
  const { t } = useTranslation("settings");
  return (
    <details className="group py-1">
      <summary className="flex min-h-12 cursor-pointer list-none items-center gap-2 rounded-lg text-sm font-medium [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90"
        />
        {t("environment.show")}
      </summary>
      <table className="mb-3 w-full table-fixed text-sm">
        <caption className="pb-2 text-left text-[0.8125rem] text-ink-soft">
          {t("environment.about")}
        </caption>
        <thead>
          <tr className="border-b text-left text-[0.8125rem] text-ink-soft">
            <th scope="col" className="w-3/5 py-2 pr-4 font-medium">
              {t("environment.setting")}
            </th>
            <th scope="col" className="py-2 font-medium">
              {t("environment.value")}
            </th>
          </tr>
        </thead>
        <tbody>
          {ENVIRONMENT.map((setting) => (
            <EnvironmentRow
              key={setting.name}
              name={setting.name}
              variable={setting.variable}
              told={setting.told(environment)}
            />
          ))}
        </tbody>
      </table>
    </details>
  );
}

interface EnvironmentRowProps {
  name: EnvironmentName;
  variable: string;
  told: Told;
}

function EnvironmentRow({ name, variable, told }: EnvironmentRowProps) {
  const { t } = useTranslation("settings");
  return (
    <tr className="border-b align-top last:border-b-0">
      <th scope="row" className="py-2 pr-4 text-left font-normal">
        {t(`environments.${name}`)}
        <code className="block font-sans text-xs break-all text-ink-soft">{variable}</code>
      </th>
      <td className="py-2 break-words">
        <Value told={told} />
      </td>
    </tr>
  );
}

function Value({ told }: { told: Told }) {
  const { t, i18n } = useTranslation(["settings", "common"]);
  switch (told.kind) {
    case "word":
      return told.word;
    case "truth":
      return told.truth ? t("environment.yes") : t("environment.no");
    case "seconds":
      return inWords(told.seconds, i18n.language);
    case "days":
      return inWords(told.days * 86_400, i18n.language);
    case "number":
      return told.number || !told.zero
        ? new Intl.NumberFormat(i18n.language).format(told.number)
        : t(`environment.zero.${told.zero}`);
    case "list":
      return told.list.length ? (
        <ul>
          {told.list.map((item) => (
            <li key={item} className="break-all">
              {item}
            </li>
          ))}
        </ul>
      ) : (
        t("common:none")
      );
  }
}
