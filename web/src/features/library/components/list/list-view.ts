import type { Track } from "@/lib/api/client";
import type { LibraryList } from "../../api/use-library";
import type { LibrarySearch, Order, Sort } from "../../search";
import type { ListActions } from "./context";

/** What each way of drawing the list gets. */
export interface ListViewProps {
  list: LibraryList;
  actions: ListActions;
  search: LibrarySearch;
  /** Names the list, so that its place is found again. */
  placeKey: string;
  /** Pixels. */
  width: number;
  onSort: (sort: Sort, order: Order) => void;
  onPurge: (tracks: Track[]) => void;
}
