// Bundles test/*.test.ts for node's own test runner and runs it: `npm test`. No browser, no network.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "pplx-js-tests-"));
const names = readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts"));
try {
  await esbuild.build({
    entryPoints: names.map((name) => join(here, "test", name)),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node18",
    sourcemap: "inline",
  });
  const files = names.map((name) => join(folder, name.replace(/\.ts$/, ".mjs")));
  const env = { ...process.env, PPLX_SHARED_CASES: join(here, "../tests/cases/shared") };
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit", env }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
