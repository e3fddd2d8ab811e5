import "./styles.css";
import "./lib/install/prompt";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { router } from "./app/router";
import { startI18n } from "./lib/i18n";
import { followTheme } from "./lib/theme";

followTheme();
const words = startI18n();
void router.load(); // the page is fetched while the words are
await words;
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
