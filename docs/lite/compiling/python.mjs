// The browser's Python here in Node: python.mjs PYODIDE LOCK OUT PROGRAM PACKAGES runs a program with these packages of
// the lock loaded (a JSON list); OUT is its folder /out. `bytecode.py` starts it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, lock, out, program, packages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const python = await loadPyodide({
  lockFileContents: readFileSync(`${folder}/${lock}`, "utf8"),
  packageBaseUrl: `${folder}/`,
  env: { HOME: "/home/pyodide", PPLX_PROVIDER: "demo", PPLX_DEMO_PACE: "instant" },
  packages: JSON.parse(packages),
});
python.FS.mkdirTree("/out");
python.FS.mount(python.FS.filesystems.NODEFS, { root: out }, "/out");
try {
  await python.runPythonAsync(readFileSync(program, "utf8"));
  process.exit(0); // a channel that is open keeps Node running
} catch (problem) {
  console.error(problem.message);
  process.exit(1);
}
