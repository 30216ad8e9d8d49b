// The linter of js/src: the strict rules that know types. What is switched off is argued beside it.
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "*.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `${count} rows` is how a sentence is written; objects in templates stay forbidden
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // listeners may be async: what they await ends with their own message to the reader
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { arguments: false } }],
      // code points are what Python counts, and a cut between two parts of an emoji is still readable
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // small arrow functions that call something for its effect: () => this.draw()
      "@typescript-eslint/no-confusing-void-expression": "off",
      // what the page's surroundings (JupyterLab of several versions, proxies of its kernel) promise by type they do not always keep
      "@typescript-eslint/no-unnecessary-condition": "off",
    },
  },
);
