/** The player at the lower edge of every page. */
export function PlayerBar() {
  return null;
}
