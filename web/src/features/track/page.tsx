import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";

export function TrackPage() {
  const { t } = useTranslation("track");
  return <Page title={t("title")}>{null}</Page>;
}
