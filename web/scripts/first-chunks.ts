import path from "node:path";

interface Graph {
  getModuleInfo: (id: string) => { code: string | null; importedIds: readonly string[] } | null;
}

/** Packages that hand out hundreds of parts from one file: only those that are named are meant. */
const COUNTER =
  /(radix-ui[\\/]dist[\\/]index|lucide-react[\\/]dist[\\/]esm[\\/]lucide-react)\.m?js$/;
const FORM = /[\\/](schema-form|react-hook-form|@hookform|zod)[\\/]/;
const PAGE = /[\\/]features[\\/]create[\\/]/;

/**
 * What the studio opens with comes in a few large files, which compress better than many small ones
 * and are asked for at once: the frame, the first page, and what other pages have of it, too.
 */
export function firstChunks(root: string) {
  const main = path.resolve(root, "src/main.tsx");
  const page = path.resolve(root, "src/features/create/page.tsx");
  let first: { frame: Set<string>; page: Set<string> } | null = null;
  const groupOf = (id: string, graph: Graph) => {
    first ??= { frame: reach(main, graph), page: reach(page, graph) };
    if (id === main || id.endsWith(".css")) return null;
    if (first.frame.has(id)) return "frame";
    if (!first.page.has(id)) return null;
    return PAGE.test(id) ? "create" : FORM.test(id) ? "form" : "parts";
  };
  // the first of these takes what it needs, the others what is left
  return ["frame", "parts", "form", "create"].map((group, place) => ({
    debugName: group,
    priority: 4 - place,
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
  const files = names.map((name) => {
    const kebab = name.replace(/(?<=[a-z])(?=[A-Z0-9])/g, "-").toLowerCase();
    return new RegExp(
      `[\\\\/](react-${kebab}[\\\\/]dist[\\\\/]index|icons[\\\\/]${kebab})\\.m?js$`,
    );
  });
  const parts = graph.getModuleInfo(counter)?.importedIds ?? [];
  return parts.filter((part) => files.some((file) => file.test(part)));
}
