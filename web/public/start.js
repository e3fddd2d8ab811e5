// Before the first paint, and apart from the bundle.
(function () {
  function stored(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is off: the system and the browser decide
    }
  }

  // A page must not flash in the other theme.
  var choice = stored("mgl.theme");
  var dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);

  // What the page and its words come in is asked for at once, not when the frame has come.
  var table = document.getElementById("ahead");
  if (!table) return;
  var ahead = JSON.parse(table.textContent);
  var wishes = [stored("mgl.language")].concat(navigator.languages);
  var language = wishes
    .map(function (wish) {
      return String(wish).slice(0, 2).toLowerCase();
    })
    .find(function (one) {
      return ahead.words[one];
    });
  var place = location.pathname.split("/");
  var page = place[1] === "library" && place[2] ? "track" : place[1] || "create";
  var words = ahead.words[language || "en"];
  var numbers = (ahead.pages[page] || []).concat(words.frame, words[page] || []);
  var heading = (ahead.headings[language || "en"] || {})[page] || [];
  new MutationObserver(function (_, observer) {
    var first = document.getElementById("first");
    if (!first || first.childElementCount < heading.length) return; // not read as far as that
    observer.disconnect();
    heading.forEach(function (text, at) {
      first.children[at].textContent = text;
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
  function ask(file, kind) {
    var link = document.createElement("link");
    link.crossOrigin = "";
    Object.assign(link, kind);
    link.href = "/assets/" + file;
    document.head.append(link);
  }
  (ahead.fonts[language] || ahead.fonts.en).forEach(function (file) {
    ask(file, { rel: "preload", as: "font", type: "font/woff2" });
  });
  new Set(numbers).forEach(function (number) {
    ask(ahead.files[number], { rel: "modulepreload", fetchPriority: "low" });
  });
})();
