import path from "node:path";

interface Graph {
  getModuleInfo: (id: string) => { code: string | null; importedIds: readonly string[] } | null;
}

/** Packages that hand out hundreds of parts from one file: only those that are named are meant. */
const COUNTER =
  /(radix-ui[\\/]dist[\\/]index|lucide-react[\\/]dist[\\/]esm[\\/]lucide-react)\.m?js$/;
const FORM = /[\\/](schema-form|react-hook-form|@hookform|zod)[\\/]/;
const PAGE = /[\\/]features[\\/]create[\\/]/;
const ICON = /[\\/]lucide-react[\\/]/;
/** What lies over a page: only those that open menus or windows at once need it. */
const LAYER =
  /[\\/](@floating-ui|react-popper|react-dismissable-layer|react-focus-scope|react-remove-scroll|aria-hidden)[\\/]/;
const OTHER_PAGES = [
  "library",
  "track",
  "jobs",
  "models",
  "loops",
  "settings",
  "freestyle",
  "health",
];

/**
 * What the studio opens with comes in a few large files, which compress better than many small ones
 * and are asked for at once: the frame, the first page, what other pages have of it, too, and what
 * these share among themselves.
 */
export function firstChunks(root: string) {
  const main = path.resolve(root, "src/main.tsx");
  const pageOf = (name: string) => path.resolve(root, `src/features/${name}/page.tsx`);
  let first: Record<"frame" | "page", Set<string>> & { others: Set<string>[] };
  const groupOf = (id: string, graph: Graph) => {
    first ??= {
      frame: reach(main, graph),
      page: reach(pageOf("create"), graph),
      others: OTHER_PAGES.map((name) => reach(pageOf(name), graph)),
    };
    if (id === main || id.endsWith(".css")) return null;
    if (first.frame.has(id)) return "frame";
    if (first.page.has(id)) return PAGE.test(id) ? "create" : FORM.test(id) ? "form" : "parts";
    if (first.others.filter((page) => page.has(id)).length < 2) return null;
    if (ICON.test(id)) return "icons";
    return [...reach(id, graph)].some((part) => LAYER.test(part)) ? "layers" : "shared";
  };
  // the first of these takes what it needs, the others what is left
  return ["frame", "parts", "form", "create", "icons", "shared", "layers"].map((group, place) => ({
    debugName: group,
    priority: 7 - place,
    name: (id: string, graph: Graph) => (groupOf(id, graph) === group ? group : null),
  }));
}

/** Everything that a module imports, without what is loaded later. */
function reach(start: string, graph: Graph): Set<string> {
  const found = new Set([start]);
  for (const id of found) {
    const module = graph.getModuleInfo(id);
    for (const next of module?.importedIds ?? []) {
      if (!COUNTER.test(next)) found.add(next);
      else for (const part of named(module?.code ?? "", next, graph)) found.add(part);
    }
  }
  return found;
}

/** Of a counter's parts, those that the code takes by their names. */
function named(code: string, counter: string, graph: Graph): string[] {
  const taken = code.matchAll(/import\s*\{([^}]*)\}\s*from\s*["'](?:radix-ui|lucide-react)["']/g);
  const names = [...taken].flatMap(
    ([, list = ""]) => list.match(/\b[A-Z]\w*(?=\s*(?:,|$| as ))/g) ?? [],
  );
  const { code: list = "", importedIds: parts = [] } = graph.getModuleInfo(counter) ?? {};
  const files = names.map((name) => fileOf(name, list ?? ""));
  return parts.filter((part) => files.some((file) => part.endsWith(file)));
}

/** Where a counter has a part from; an icon may have several names, a part of Radix has one. */
function fileOf(name: string, list: string): string {
  const icon = new RegExp(`\\bas ${name}\\b[^}]*\\} from ['"]\\.(/icons/[^'"]+)['"]`).exec(
    list,
  )?.[1];
  if (icon) return icon;
  const kebab = name.replace(/(?<=[a-z])(?=[A-Z0-9])/g, "-").toLowerCase();
  return `react-${kebab}/dist/index.mjs`;
}
