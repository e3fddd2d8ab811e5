import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import i18next, { type CustomTypeOptions } from "i18next";
import { readCreateSearch } from "@/features/create/search";
import { readFreestyleSearch } from "@/features/freestyle/search";
import { readJobsSearch } from "@/features/jobs/search";
import { readLibrarySearch } from "@/features/library/search";
import { readLoopsSearch } from "@/features/loops/search";
import { readTrackSearch } from "@/features/track/search";
import { loadPart } from "@/lib/parts";
import { BrokenPage, MissingPage } from "./layout/broken";
import { Shell } from "./layout/shell";
import { PageLoading } from "./layout/waiting";
import { askForEngines } from "./queries";

type Words = keyof CustomTypeOptions["resources"];

/** A page with its words, which are fetched at the same time. */
function page<Module extends Record<string, unknown>, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
  ...words: Words[]
) {
  return lazyRouteComponent(async () => {
    const [part] = await Promise.all([loadPart(load), i18next.loadNamespaces(words)]);
    return part;
  }, name);
}

const root = createRootRoute({ component: Shell, notFoundComponent: MissingPage });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/create", replace: true });
  },
});
const create = createRoute({
  getParentRoute: () => root,
  path: "/create",
  validateSearch: readCreateSearch,
  loader: askForEngines,
  component: page(() => import("@/features/create/page"), "CreatePage", "create"),
});
const createWith = createRoute({
  getParentRoute: () => root,
  path: "/create/$engine",
  validateSearch: readCreateSearch,
  loader: askForEngines,
  component: page(() => import("@/features/create/page"), "CreateWithPage", "create"),
});
const freestyle = createRoute({
  getParentRoute: () => root,
  path: "/freestyle",
  validateSearch: readFreestyleSearch,
  component: page(() => import("@/features/freestyle/page"), "FreestylePage", "freestyle"),
});
const library = createRoute({
  getParentRoute: () => root,
  path: "/library",
  validateSearch: readLibrarySearch,
  component: page(() => import("@/features/library/page"), "LibraryPage", "library"),
});
const track = createRoute({
  getParentRoute: () => root,
  path: "/library/$trackId",
  validateSearch: readTrackSearch,
  component: page(() => import("@/features/track/page"), "TrackPage", "track"),
});
const loops = createRoute({
  getParentRoute: () => root,
  path: "/loops",
  validateSearch: readLoopsSearch,
  component: page(() => import("@/features/loops/page"), "LoopsPage", "loops"),
});
const jobs = createRoute({
  getParentRoute: () => root,
  path: "/jobs",
  validateSearch: readJobsSearch,
  component: page(() => import("@/features/jobs/page"), "JobsPage", "jobs"),
});
const models = createRoute({
  getParentRoute: () => root,
  path: "/models",
  component: page(() => import("@/features/models/page"), "ModelsPage", "models"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: page(() => import("@/features/settings/page"), "SettingsPage", "settings"),
});
const health = createRoute({
  getParentRoute: () => root,
  path: "/health-check",
  component: page(() => import("@/features/health/page"), "HealthPage", "health"),
});

/** Every page has an address; what is filtered and chosen on it stands in the address, too. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    create,
    createWith,
    freestyle,
    library,
    track,
    loops,
    jobs,
    models,
    settings,
    health,
  ]),
  defaultPreload: "intent",
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: BrokenPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
