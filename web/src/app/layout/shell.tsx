import { Outlet } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { later } from "@/components/ui/later";
import { PlayerBar } from "@/features/player/player-bar";
import { useSession } from "@/lib/api/session";
import { useJobEvents } from "@/lib/jobs/events";
import { usePlayer } from "@/lib/player/store";
import { useShortcuts } from "@/lib/shortcuts";
import { useOpened } from "@/lib/use-page-opened";
import { useSettled } from "@/lib/use-settled";
import { ConnectionNotice } from "./connection";
import { BottomBar, Sidebar } from "./navigation";
import { PLACES } from "./places";
import { TopBar } from "./top-bar";
import { PageLoading } from "./waiting";

const CommandPalette = later(() => import("./command-palette"), { trouble: "above" });
const ShortcutSheet = later(() => import("./shortcut-sheet"), { trouble: "above" });
const SignIn = later(() => import("./sign-in"), { trouble: "above" });
const UpdateNotice = later(() => import("./update"), { trouble: "nowhere" });

/** What is around every page: navigation, search, the player, and the notices. */
export function Shell() {
  const { t } = useTranslation();
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const locked = useSession((state) => state.locked);
  const settled = useSettled();
  useJobEvents();
  useGlobalKeys({ openPalette: () => setPalette(true), openSheet: () => setSheet(true) });
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-4 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <div className="flex min-h-0 grow">
        <Sidebar />
        <div className="flex min-w-0 grow flex-col">
          <TopBar onSearch={() => setPalette(true)} />
          <ConnectionNotice />
          <main id="main" tabIndex={-1} className="min-h-0 grow overflow-y-auto outline-none">
            <Suspense fallback={<PageLoading />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </div>
      <PlayerBar />
      <BottomBar />
      <RouteAnnouncer />
      {settled && <UpdateNotice />}
      {locked && <SignIn />}
      {palette && (
        <CommandPalette
          onClose={() => setPalette(false)}
          onShortcuts={() => {
            setPalette(false);
            setSheet(true);
          }}
        />
      )}
      {sheet && <ShortcutSheet onClose={() => setSheet(false)} />}
    </div>
  );
}

function useGlobalKeys(open: { openPalette: () => void; openSheet: () => void }) {
  const player = usePlayer.getState;
  const navigate = (to: (typeof PLACES)[number]["to"]) =>
    document.querySelector<HTMLAnchorElement>(`nav a[href="${to}"]`)?.click();
  useShortcuts({
    "mod+k": open.openPalette,
    "/": open.openPalette,
    "?": open.openSheet,
    space: () => player().toggle(),
    k: () => player().toggle(),
    "shift+n": () => player().next(),
    n: () => player().next(),
    p: () => player().previous(),
    m: () => player().toggleMuted(),
    r: () => player().cycleLoop(),
    ...Object.fromEntries(PLACES.map(({ to, key }) => [`g ${key}`, () => navigate(to)])),
  });
}

/** Tells which page has opened, to those who can't see it. */
function RouteAnnouncer() {
  const { t } = useTranslation();
  const title = useOpened((state) => state.title);
  return (
    <p role="status" className="sr-only">
      {title && t("opened", { page: title })}
    </p>
  );
}
