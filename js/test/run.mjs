// Bundles test/*.test.mjs with the sources they import and hands them to Node's own test runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const made = mkdtempSync(join(tmpdir(), "pplx-tests-"));
const tests = readdirSync(here).filter((name) => name.endsWith(".test.mjs"));
await esbuild.build({
  absWorkingDir: here,
  entryPoints: tests,
  outdir: made,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  charset: "utf8",
  sourcemap: "inline",
});
const files = tests.map((name) => join(made, name));
const flags = ["--enable-source-maps", "--test", "--test-reporter=spec"];
const { status, stdout } = spawnSync(process.execPath, [...flags, ...files], { cwd: here, encoding: "utf8" });
rmSync(made, { recursive: true });
process.stdout.write(status === 0 ? `${/pass (\d+)/.exec(stdout)?.[1]} tests passed\n` : stdout);
process.exit(status ?? 1);
