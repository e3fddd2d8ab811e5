import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";

export function FreestylePage() {
  const { t } = useTranslation("freestyle");
  return <Page title={t("title")}>{null}</Page>;
}
