// Bundles js/src into pplx_notebook/static and stamps the result with the digest of its source, so that a
// Python test can say when the committed bundle is stale (tests/test_front_end.py computes the same digest).
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../pplx_notebook/static");

const options = {
  absWorkingDir: here,
  entryPoints: [
    { in: "src/widget.ts", out: "widget" },
    { in: "src/style/widget.css", out: "widget" },
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "info",
};

const digest = (parts) => {
  const hash = createHash("sha256");
  for (const [name, bytes] of parts) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex");
};

const sources = () =>
  readdirSync(join(here, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(here.length + 1))
    .concat("build.mjs", "package.json", "tsconfig.json")
    .sort()
    .map((name) => [name, readFileSync(join(here, name))]);

const stamp = {
  name: "stamp",
  setup(build) {
    build.onEnd((result) => {
      if (result.errors.length) return;
      const built = readdirSync(out).filter((name) => /\.(js|css)$/.test(name)).sort();
      const lines = [`source ${digest(sources())}`];
      for (const name of built) lines.push(`${name} ${digest([[name, readFileSync(join(out, name))]])}`);
      writeFileSync(join(out, "stamp"), lines.join("\n") + "\n");
    });
  },
};

if (process.argv.includes("--watch")) await (await esbuild.context({ ...options, plugins: [stamp] })).watch();
else await esbuild.build({ ...options, plugins: [stamp] });
