import { create } from "zustand";

interface SelectionState {
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  anchor: string | null;
  /** The track that the keys act on; it keeps the focus of the list. */
  active: string | null;
}

interface SelectionActions {
  toggle: (id: string) => void;
  /** From the anchor to this one, in the list's order; others stay selected. */
  extendTo: (id: string, order: readonly string[]) => void;
  selectAll: (ids: readonly string[]) => void;
  clear: () => void;
  activate: (id: string | null) => void;
  /** Forgets those that are not there any more. */
  drop: (ids: readonly string[]) => void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Which tracks of the list are selected; it outlives a visit to one of them. */
export const useSelection = create<SelectionState & SelectionActions>()((set) => ({
  ids: NOTHING,
  anchor: null,
  active: null,
  toggle: (id) =>
    set(({ ids }) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      return { ids: next, anchor: id, active: id };
    }),
  extendTo: (id, order) =>
    set(({ ids, anchor }) => {
      const from = order.indexOf(anchor ?? id);
      const to = order.indexOf(id);
      if (from < 0 || to < 0) return { ids: new Set([...ids, id]), anchor: id, active: id };
      const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
      return { ids: new Set([...ids, ...range]), active: id };
    }),
  selectAll: (ids) => set({ ids: new Set(ids) }),
  clear: () => set({ ids: NOTHING, anchor: null }),
  activate: (active) => set({ active }),
  drop: (gone) =>
    set(({ ids, active, anchor }) => {
      const left = new Set([...ids].filter((id) => !gone.includes(id)));
      return {
        ids: left,
        active: active && gone.includes(active) ? null : active,
        anchor: anchor && gone.includes(anchor) ? null : anchor,
      };
    }),
}));
