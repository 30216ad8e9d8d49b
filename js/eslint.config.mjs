// `npm run lint`: what tsc does not see. typescript-eslint's strict rules that know types; each one changed says why.
import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

// strict's own choice but for numbers, which have one spelling
const NUMBERS = { allowNumber: true, allowAny: false, allowBoolean: false, allowNever: false, allowNullish: false, allowRegExp: false };

export default defineConfig(
  {
    files: ["src/**/*.ts"],
    extends: [eslint.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-control-regex": "off", // control characters are what clean.ts and links.ts are about
      "no-misleading-character-class": "off", // so are marks that join with what stands before them
      "@typescript-eslint/restrict-template-expressions": ["error", NUMBERS],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }], // () => this.draw()
    },
  },
  {
    files: ["*.mjs", "test/*.mjs"],
    extends: [eslint.configs.recommended],
    languageOptions: { globals: { process: "readonly" } },
  },
);
