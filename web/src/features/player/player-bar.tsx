import { later } from "@/components/ui/later";
import { usePlayer } from "@/lib/player/store";
import { useSettled } from "@/lib/use-settled";

const Bar = later(() => import("./components/bar"));

/** The player at the lower edge of every page: at once if it holds a track, else after the page. */
export function PlayerBar() {
  const loaded = usePlayer((state) => state.index >= 0);
  const settled = useSettled();
  return loaded || settled ? <Bar /> : null;
}
