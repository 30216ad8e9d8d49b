// Bundles js/src: the widgets into pplx_notebook/static; the JupyterLab extension and the inspector, whose scripts it
// fetches when one is opened, into share/jupyter/… .
// Beside each lies a `stamp` in the form of sha256sum (from the repository's root: `sha256sum -c …/stamp`): what
// was built and all it was built from, so that a Python test can say when a committed bundle is stale.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const widget = join(root, "pplx_notebook/static");
const extension = join(root, "share/jupyter/labextensions/pplx-notebook");

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Writes what was built and, as its last line of work, the stamp. */
const place = (folder, filesOf, alsoFrom = () => []) => ({
  name: "place",
  setup(build) {
    build.onEnd((result) => {
      if (result.errors.length) return;
      const made = filesOf(result.outputFiles).map(([name, content]) => {
        const path = join(folder, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
        return relative(root, path);
      });
      const sources = [...new Set([...Object.keys(result.metafile.inputs), ...alsoFrom()]), "build.mjs", "package.json", "tsconfig.json"];
      const names = [...made, ...sources.map((name) => `js/${name}`)].sort();
      const lines = names.map((name) => `${sha256(readFileSync(join(root, name)))}  ${name}\n`);
      writeFileSync(join(folder, "stamp"), lines.join(""));
    });
  },
});

/** A style sheet imported by a script becomes a string in it. */
const sheet = {
  name: "sheet",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** A name after the content, so that no browser keeps an old one. */
const named = (name, contents) => `${name}.${sha256(contents).slice(0, 12)}.js`;

/** The inspector's scripts beside the extension, fetched by it when one is opened: built when the file that names them is. */
let inspector;
const neighbours = {
  name: "neighbours",
  setup(build) {
    build.onLoad({ filter: /labextension\/inspector-files\.ts$/ }, async () => {
      const { outputFiles, metafile } = await esbuild.build(inspectorAlone);
      const inputs = Object.keys(metafile.inputs);
      inspector = { inputs, files: outputFiles.map(({ path, contents }) => [`static/${basename(path)}`, contents]) };
      const named = (entry) => basename(Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === entry)[0]);
      const names = { SAVED: named("src/inspector/saved-entry.ts"), LIVE: named("src/inspector/live-entry.ts") };
      const contents = Object.entries(names).map(([name, file]) => `export const ${name} = "${file}";`);
      return { contents: contents.join("\n"), watchFiles: inputs.map((name) => join(here, name)) };
    });
  },
};

/** The scripts that show verdicts and write bibliographies, fetched with the first answer that was checked, the first copy. */
let later;
const laterScripts = {
  name: "later",
  setup(build) {
    build.onLoad({ filter: /labextension\/scripts\/later-files\.ts$/ }, async () => {
      const { outputFiles, metafile } = await esbuild.build(laterAlone);
      const inputs = Object.keys(metafile.inputs);
      const files = outputFiles.map(({ path, contents }) => [basename(path, ".js"), contents]);
      later = { inputs, files: files.map(([name, contents]) => [`static/${named(name, contents)}`, contents]) };
      const lines = files.map(([name, contents]) => `export const ${name.toUpperCase()} = "${named(name, contents)}";`);
      return { contents: lines.join("\n"), watchFiles: inputs.map((name) => join(here, name)) };
    });
  },
};

/** The extension's files, and what JupyterLab reads. */
function extensionFiles([bundle]) {
  const name = `static/${named("remoteEntry", bundle.contents)}`;
  for (const old of readdirSync(extension, { recursive: true })) {
    if (/(remoteEntry|inspector|checked|references).*\.js$/.test(old)) rmSync(join(extension, old));
  }
  const version = /^version = "(.+)"$/m.exec(readFileSync(join(root, "pyproject.toml"), "utf8"))[1];
  const about = {
    name: "pplx-notebook",
    version,
    description: "Shows saved answers with sortable sources, without a kernel; colours questions in cells.",
    license: "BSD-3-Clause",
    jupyterlab: { extension: true, mimeExtension: true, _build: { load: name, extension: "./extension", mimeExtension: "./mimeExtension" } },
  };
  return [[name, bundle.contents], ...inspector.files, ...later.files, ["package.json", `${JSON.stringify(about, null, 2)}\n`]];
}

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "info",
  metafile: true,
  write: false,
};

// Names of the inspector's own that no other program, no browser and no record of words knows: shortened in its scripts.
const OWN = `asked became begin bins blocks cells complete counted cursor dirty dot draw drawHead drawnAt draws events field
  firstText follow following framing gapOf grew hex inside isStream last lastRead late life listener look lower makeRoom
  mean nameEnd node nodes number paint painter pass pauseOf place playing position query readOf reveal says scanned scrub select setFollow
  setTime shown sieve slider speed stream streamOf streams tab takeUp textEnd thinkEnd thinking tokens touch unfinished wire`;

const inspectorAlone = {
  ...common,
  mangleProps: new RegExp(`^(${OWN.split(/\s+/).join("|")})$`),
  format: "esm",
  splitting: true,
  entryPoints: { "inspector-saved": "src/inspector/saved-entry.ts", "inspector-live": "src/inspector/live-entry.ts" },
  entryNames: "[name].[hash]",
  chunkNames: "inspector-[name].[hash]",
  outdir: join(extension, "static"),
  plugins: [sheet],
};

const laterAlone = {
  ...common,
  format: "esm",
  entryPoints: { checked: "src/finished/checked/checked-entry.ts", references: "src/finished/references/references-entry.ts" },
  outdir: join(extension, "static"),
  plugins: [sheet],
};

const bundles = {
  widget: {
    ...common,
    format: "esm",
    entryPoints: { widget: "src/live/widget.ts", inspector: "src/inspector/widget.ts" },
    outdir: widget,
    plugins: [sheet, place(widget, (files) => files.map((file) => [relative(widget, file.path), file.contents]))],
  },
  extension: {
    ...common,
    format: "iife",
    entryPoints: ["src/labextension/container.ts"],
    plugins: [sheet, neighbours, laterScripts, place(extension, extensionFiles, () => [...inspector.inputs, ...later.inputs])],
  },
};

const flags = process.argv.slice(2);
const chosen = flags.filter((flag) => flag !== "--watch");
for (const name of chosen.length ? chosen : Object.keys(bundles)) {
  if (flags.includes("--watch")) await (await esbuild.context(bundles[name])).watch();
  else await esbuild.build(bundles[name]);
}
