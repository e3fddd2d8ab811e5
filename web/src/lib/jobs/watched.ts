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

/** Whether somebody sees it now. */
export function isWatched(id: string): boolean {
  return shown.has(id) && document.visibilityState === "visible";
}
