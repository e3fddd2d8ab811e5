import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** The title of the browser's tab while a page is open. */
export function useTitle(title: string): void {
  const { t } = useTranslation();
  const app = t("app");
  useEffect(() => {
    document.title = title ? `${title} · ${app}` : app;
  }, [title, app]);
}
