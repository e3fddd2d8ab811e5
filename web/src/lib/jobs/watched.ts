const ALL = "all";
const shown = new Map<string, number>();

/** A job is shown in a place of its own from now on; returns how to end that. */
export function watch(id: string): () => void {
  shown.set(id, (shown.get(id) ?? 0) + 1);
  return () => {
    const left = (shown.get(id) ?? 1) - 1;
    if (left) shown.set(id, left);
    else shown.delete(id);
  };
}

/** The list of all jobs is shown from now on; returns how to end that. */
export function watchAll(): () => void {
  return watch(ALL);
}

/** Whether somebody sees it now, by itself or in the list. */
export function isWatched(id: string): boolean {
  return (shown.has(id) || shown.has(ALL)) && document.visibilityState === "visible";
}
