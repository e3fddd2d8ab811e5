import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { ahead } from "./scripts/ahead.ts";
import { firstChunks } from "./scripts/first-chunks.ts";

const OUT = path.resolve(import.meta.dirname, "../src/musicgen_local/web_dist");
const SERVER = process.env.MGL_DEV_SERVER ?? "http://127.0.0.1:8000";
const WORTH_COMPRESSING = /\.(js|css|html|svg|json|webmanifest)$/;

/** Writes `.br` and `.gz` beside what compresses well, so that the server never has to. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    enforce: "post",
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        for (const name of readdirSync(OUT, { recursive: true, encoding: "utf8" })) {
          const file = path.join(OUT, name);
          if (!WORTH_COMPRESSING.test(name) || !statSync(file).isFile()) continue;
          const bytes = readFileSync(file);
          if (bytes.length < 1024) continue;
          writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
          const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
          writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }));
        }
      },
    },
  };
}

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    VitePWA({
      registerType: "prompt",
      injectRegister: null,
      includeAssets: ["icon.svg", "start.js"],
      manifest: {
        name: "MusicGen Local",
        short_name: "MusicGen",
        description: "A local-first AI music studio.",
        start_url: "/create",
        display: "standalone",
        background_color: "#14120f",
        theme_color: "#14120f",
        categories: ["music", "entertainment"],
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          {
            src: "/icon-maskable-512.png",
            sizes: "512x512",
            type: "image/png",
            purpose: "maskable",
          },
        ],
      },
      workbox: {
        // Only the shell: the API is never answered from a cache, so what is shown is true.
        globPatterns: ["**/*.{js,css,html,svg,png,woff2,webmanifest}"],
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [
          /^\/api\//,
          /^\/(docs|redoc|openapi\.json|health|metrics|output)(\/|$)/,
        ],
        cleanupOutdatedCaches: true,
      },
    }),
    ahead(),
    compressed(),
  ],
  resolve: { alias: { "@": path.resolve(import.meta.dirname, "src") } },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: { groups: firstChunks(import.meta.dirname) } } },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["^/(api|output|health|docs|openapi\\.json)(/|$)"].map((route) => [
        route,
        // The page's own host is kept: the server refuses changes from pages of other origins.
        { target: SERVER, changeOrigin: false },
      ]),
    ),
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    testTimeout: 30_000,
    isolate: false, // one browser-like world for all files takes a tenth of the time
  },
});
