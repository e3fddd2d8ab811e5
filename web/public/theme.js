// Before the first paint, and apart from the bundle: a page must not flash in the other theme.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("mgl.theme");
  } catch {
    choice = null; // storage is off: the system decides
  }
  var dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
})();
