import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";

export function CreatePage() {
  const { t } = useTranslation("create");
  return <Page title={t("title")}>{null}</Page>;
}

export function CreateWithPage() {
  return <CreatePage />;
}
