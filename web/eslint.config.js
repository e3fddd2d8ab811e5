import i18next from "eslint-plugin-i18next";
import importX from "eslint-plugin-import-x";
import a11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import { readdirSync } from "node:fs";
import tseslint from "typescript-eslint";

const features = readdirSync(new URL("src/features", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

export default tseslint.config(
  {
    ignores: ["node_modules", "dist", "src/lib/api/schema.ts", "playwright-report", "test-results"],
  },
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx,js,mjs}"],
    plugins: { "import-x": importX },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "import-x/no-duplicates": "error",
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks, "jsx-a11y": a11y, i18next },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...a11y.flatConfigs.strict.rules,
      "jsx-a11y/media-has-caption": "off", // music has no captions; lyrics are shown beside it
      "i18next/no-literal-string": [
        "error",
        {
          mode: "jsx-only",
          "jsx-attributes": {
            include: ["aria-label", "alt", "placeholder", "title", "label", "description"],
          },
          words: { exclude: ["[0-9!-/:-@[-`{-~×·…–—→←↑↓•∞\\s]+", "[A-Z_-]+"] },
        },
      ],
    },
  },
  {
    files: ["src/**/*.test.{ts,tsx}", "src/test/**"],
    rules: { "i18next/no-literal-string": "off" },
  },
  { files: ["scripts/**", "e2e/**"], rules: { "no-console": "off" } },
  {
    // The floors: features know the shared parts, never one another; shared parts know no feature.
    files: ["src/features/**/*.{ts,tsx}"],
    rules: {
      "import-x/no-restricted-paths": [
        "error",
        {
          basePath: import.meta.dirname,
          zones: features.flatMap((name) => [
            {
              target: `./src/features/${name}`,
              from: "./src/features",
              except: [`./${name}`],
              message:
                "Features don't import one another: move what they share to components or lib.",
            },
            { target: `./src/features/${name}`, from: "./src/app" },
          ]),
        },
      ],
    },
  },
  {
    files: ["src/{components,lib}/**/*.{ts,tsx}"],
    rules: {
      "import-x/no-restricted-paths": [
        "error",
        {
          basePath: import.meta.dirname,
          zones: [
            { target: "./src/components", from: "./src/features" },
            { target: "./src/components", from: "./src/app" },
            { target: "./src/lib", from: "./src/features" },
            { target: "./src/lib", from: "./src/app" },
            { target: "./src/lib", from: "./src/components" },
          ],
        },
      ],
    },
  },
);
