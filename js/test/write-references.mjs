// What the page's copy menu writes for saved answers: a JSON list of outputs' JSON faces comes in, of each its citations in
// every format go out. tests/exports/test_page_and_command_line.py holds them against the command line.
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const source = `
  export { FORMAT_NAMES } from "./references/contract";
  export { written } from "./references/formats";
  export { readSaved } from "./read-saved";
  export { sourceLists } from "./sources/rows";
  export { markersIn } from "./markers/markers";`;
const { outputFiles } = await esbuild.build({
  stdin: { contents: source, resolveDir: join(here, "../src/finished"), loader: "ts" },
  bundle: true,
  platform: "node",
  format: "esm",
  charset: "utf8",
  write: false,
});
const page = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const written = JSON.parse(readFileSync(0, "utf8")).map((face) => {
  const saved = page.readSaved(face);
  const { citations } = page.sourceLists(saved, page.markersIn(saved.text));
  return Object.fromEntries(page.FORMAT_NAMES.map((name) => [name, page.written(name, citations, saved)]));
});
process.stdout.write(JSON.stringify(written));
