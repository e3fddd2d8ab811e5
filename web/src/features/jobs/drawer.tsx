/** How many jobs run; opens the drawer that shows them. */
export function JobsButton() {
  return null;
}
