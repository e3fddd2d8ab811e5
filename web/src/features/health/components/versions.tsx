import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/surface";
import type { System } from "../model/findings";

/** What the program is made of. */
export function Versions({ system }: { system: System }) {
  const { t } = useTranslation("health");
  const all = [{ name: "Python", version: system.python }, ...system.versions];
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-3 text-lg font-semibold">
        {t("versions")}
      </h2>
      <Card>
        <dl className="grid grid-cols-2 gap-x-8 gap-y-2.5 text-sm sm:grid-cols-3 lg:grid-cols-5">
          {all.map(({ name, version }) => (
            <div key={name} className="min-w-0">
              <dt className="text-[0.8125rem] text-ink-soft">{name}</dt>
              <dd className="tabular font-medium break-all">{version}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </section>
  );
}
