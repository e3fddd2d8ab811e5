import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "@/lib/api/client";
import { bytes } from "@/lib/format";
import { type Asset, bytesHere } from "../model/assets";

const FOLDER = "sounds folder"; // as the doctor calls it

/** How many are here, what they take, and where they lie. */
export function Storage({ assets }: { assets: readonly Asset[] }) {
  const { t, i18n } = useTranslation("models");
  const { data } = $api.useQuery("get", "/api/v1/system", {}, { staleTime: 60_000 });
  const finding = data?.findings.find(({ name }) => name === FOLDER);
  const installed = assets.filter(({ model }) => model.installed).length;
  const size = bytes(bytesHere(assets.map(({ model }) => model)), i18n.language);
  return (
    <dl className="grid grid-cols-2 gap-x-10 gap-y-3 rounded-2xl border bg-surface p-4 sm:grid-cols-[auto_auto_minmax(0,1fr)] sm:p-5">
      <Fact name={t("storage.installed")}>
        {t("storage.count", { installed, count: assets.length })}
      </Fact>
      <Fact name={t("storage.takes")}>{size}</Fact>
      <Fact name={t("storage.where")} wide>
        {finding?.state === "good" ? (
          <code className="font-sans break-all">{finding.message}</code>
        ) : finding ? (
          <span lang="en">{finding.message}</span>
        ) : (
          "…"
        )}
      </Fact>
    </dl>
  );
}

interface FactProps {
  name: string;
  wide?: boolean;
  children: ReactNode;
}

function Fact({ name, wide, children }: FactProps) {
  return (
    <div className={wide ? "col-span-2 min-w-0 sm:col-span-1" : "min-w-0"}>
      <dt className="text-[0.8125rem] text-ink-soft">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
