import type { DragEvent, MouseEvent } from "react";
import { cn } from "@/lib/cn";
import { useSelection } from "../../model/selection";
import { DRAGGED, useListActions } from "./context";
import type { PartProps } from "./parts";

/** What every row and card does: it takes the focus, can be selected, opened, dragged. */
export function useRowProps({ track, index, tabIndex, selected, state }: PartProps) {
  const actions = useListActions();
  return {
    "data-track": track.id,
    tabIndex,
    "aria-selected": selected,
    draggable: track.deleted_at === null,
    onFocus: () => useSelection.getState().activate(track.id),
    onClick: (event: MouseEvent) => {
      if (event.shiftKey) actions.select(track.id, true);
      else if (event.ctrlKey || event.metaKey) actions.select(track.id, false);
    },
    onDoubleClick: () => actions.open(track.id),
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      const box = event.currentTarget.getBoundingClientRect();
      const byKey = event.clientX === 0 && event.clientY === 0;
      actions.openMenu(index, {
        x: byKey ? box.left + 48 : event.clientX,
        y: byKey ? box.top + box.height / 2 : event.clientY,
      });
    },
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(DRAGGED, JSON.stringify(actions.dragged(track.id)));
      event.dataTransfer.setData("text/plain", track.title);
      event.dataTransfer.effectAllowed = "copy";
    },
    className: cn(
      "group/line rounded-lg outline-offset-[-2px] hover:bg-raised",
      selected && "bg-accent-soft hover:bg-accent-soft",
      state && !selected && "bg-raised/60",
    ),
  };
}
