import { Link } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { useTranslation } from "react-i18next";
import { laterMenu } from "@/components/ui/later-menu";
import { AT_HAND, PLACES } from "./places";

const MoreMenu = laterMenu(() => import("./menus").then((all) => ({ default: all.MoreMenu })));

/** At the side of wide windows. */
export function Sidebar() {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t("nav.label")}
      className="hidden w-16 shrink-0 flex-col gap-1 border-r bg-sunken px-2 py-4 md:flex xl:w-56 xl:px-3"
    >
      <Link
        to="/create"
        aria-label={t("app")}
        className="mb-4 flex items-center gap-3 rounded-lg px-1.5 xl:px-2"
      >
        <img src="/icon.svg" alt="" width={34} height={34} className="size-8.5 shrink-0" />
        <span className="hidden font-semibold tracking-tight xl:inline">{t("app")}</span>
      </Link>
      {PLACES.map(({ to, name, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          aria-label={t(`nav.${name}`)}
          className="flex h-11 items-center justify-center gap-3 rounded-lg px-2 text-sm font-medium text-ink-soft hover:bg-raised hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-ink xl:justify-start xl:px-3"
          title={t(`nav.${name}`)}
        >
          <Icon aria-hidden className="size-5 shrink-0" />
          <span className="hidden truncate xl:inline">{t(`nav.${name}`)}</span>
        </Link>
      ))}
    </nav>
  );
}

/** At the lower edge of phones. */
export function BottomBar() {
  const { t } = useTranslation();
  const tab =
    "flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 px-0.5 text-[0.6875rem] font-medium text-ink-soft aria-[current=page]:text-accent";
  return (
    <nav
      aria-label={t("nav.label")}
      className="flex h-15 shrink-0 border-t bg-sunken pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {PLACES.slice(0, AT_HAND).map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className={tab}>
          <Icon aria-hidden className="size-5.5" />
          <span className="max-w-full truncate">{t(`nav.${name}`)}</span>
        </Link>
      ))}
      <MoreMenu
        trigger={
          <button type="button" className={tab}>
            <Ellipsis aria-hidden className="size-5.5" />
            <span className="max-w-full truncate">{t("nav.more")}</span>
          </button>
        }
      />
    </nav>
  );
}
