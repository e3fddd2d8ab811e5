import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useSelection } from "../model/selection";
import type { LibrarySearch } from "../search";

export type ChangeSearch = (
  change: (search: LibrarySearch) => LibrarySearch,
  replace?: boolean,
) => void;

/** Changes the address; what was selected in another list is selected no more. */
export function useChangeSearch(): ChangeSearch {
  const navigate = useNavigate({ from: "/library" });
  return useCallback(
    (change, replace = true) => {
      useSelection.getState().clear();
      void navigate({ to: "/library", search: change, replace, resetScroll: false });
    },
    [navigate],
  );
}
