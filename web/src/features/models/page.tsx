import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";

export function ModelsPage() {
  const { t } = useTranslation("models");
  return <Page title={t("title")}>{null}</Page>;
}
