import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { readCreateSearch } from "@/features/create/search";
import { readFreestyleSearch } from "@/features/freestyle/search";
import { readJobsSearch } from "@/features/jobs/search";
import { readLibrarySearch } from "@/features/library/search";
import { readTrackSearch } from "@/features/track/search";
import { BrokenPage, MissingPage } from "./layout/broken";
import { Shell } from "./layout/shell";
import { PageLoading } from "./layout/waiting";

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
  component: lazyRouteComponent(() => import("@/features/create/page"), "CreatePage"),
});
const createWith = createRoute({
  getParentRoute: () => root,
  path: "/create/$engine",
  validateSearch: readCreateSearch,
  component: lazyRouteComponent(() => import("@/features/create/page"), "CreateWithPage"),
});
const freestyle = createRoute({
  getParentRoute: () => root,
  path: "/freestyle",
  validateSearch: readFreestyleSearch,
  component: lazyRouteComponent(() => import("@/features/freestyle/page"), "FreestylePage"),
});
const library = createRoute({
  getParentRoute: () => root,
  path: "/library",
  validateSearch: readLibrarySearch,
  component: lazyRouteComponent(() => import("@/features/library/page"), "LibraryPage"),
});
const track = createRoute({
  getParentRoute: () => root,
  path: "/library/$trackId",
  validateSearch: readTrackSearch,
  component: lazyRouteComponent(() => import("@/features/track/page"), "TrackPage"),
});
const jobs = createRoute({
  getParentRoute: () => root,
  path: "/jobs",
  validateSearch: readJobsSearch,
  component: lazyRouteComponent(() => import("@/features/jobs/page"), "JobsPage"),
});
const models = createRoute({
  getParentRoute: () => root,
  path: "/models",
  component: lazyRouteComponent(() => import("@/features/models/page"), "ModelsPage"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/settings/page"), "SettingsPage"),
});
const health = createRoute({
  getParentRoute: () => root,
  path: "/health-check",
  component: lazyRouteComponent(() => import("@/features/health/page"), "HealthPage"),
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
