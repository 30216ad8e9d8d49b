// Python as it runs in a browser, here in Node: python.mjs PYODIDE PROGRAM PACKAGE FOLDER… runs a program with
// that package of ours and these folders on its path (not the repository, whose `js` would be taken for the browser's).
// The flag --experimental-wasm-stack-switching gives it what most browsers have (run_sync); without it is Safari's way.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, program, ours, ...folders] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ packages: [], jsglobals: globalThis, env: { HOME: "/home/pyodide", PPLX_DEMO_PACE: "instant" } });
const mounted = [ours, ...folders].map((root, number) => {
  const place = number ? `/folder${number}` : "/ours/pplx_notebook";
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
  return place;
});
python.runPython(`import sys; sys.dont_write_bytecode = True; sys.path.extend(${JSON.stringify(["/ours", ...mounted.slice(1)])})`);
try {
  console.log(await python.runPythonAsync(readFileSync(program, "utf8")));
  process.exit(0); // a channel that is open keeps Node running
} catch (problem) {
  console.error(problem.message);
  process.exit(1);
}
