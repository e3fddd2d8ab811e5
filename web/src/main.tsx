import "./styles.css";
import "./lib/install/prompt";
import { startTransition, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { router } from "./app/router";
import { startI18n } from "./lib/i18n";
import { followTheme } from "./lib/theme";

followTheme();
// The page is fetched while the words are; until both have come, index.html stands for them.
await Promise.all([startI18n(), router.load()]);
const root = document.getElementById("root");
if (root) {
  // in small steps, between which the browser answers
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
