// The entry: a module federation container by hand, for JupyterLab's bootstrap.js calls no more than `init` with
// the modules it shares and index.js no more than `get` with the names package.json gives. No bundler's runtime.
import { MODULES, type CodeMirror, type JupyterCodeMirror } from "./cells/codemirror";
import { cellsPlugin, noPlugin, type Plugin } from "./cells/plugin";
import { extensionWith } from "./extension";
import type { Lumino, MimeExtension, SharedScope } from "./jupyterlab";
import { interruptPlugin } from "./lite/interrupt";
import { type Apputils, lessonsPlugin } from "./lite/lessons";
import { recordingExtension } from "./recording-renderer";

const NAME = "pplx-notebook";

let shared: SharedScope = {};

const container = {
  init(scope: SharedScope): void {
    shared = scope;
  },
  async get(module: string): Promise<() => unknown> {
    const made = PARTS[module];
    if (!made) throw new Error(`${NAME} has no module ${module}`);
    const exports = { __esModule: true, default: await made() };
    return () => exports;
  },
};

const PARTS: Record<string, () => Promise<unknown>> = {
  "./mimeExtension": renderers,
  "./extension": async () => [await cells(), lessonsPlugin(apputils), interruptPlugin],
};

async function renderers(): Promise<MimeExtension[]> {
  const lumino = (await sharedModule("@lumino/widgets")) as Lumino;
  return [extensionWith(lumino), recordingExtension(lumino)];
}

async function cells(): Promise<Plugin> {
  const names = ["@jupyterlab/codemirror", ...Object.values(MODULES)];
  if (names.some((name) => !shared[name])) return noPlugin;
  const [jupyter, ...found] = await Promise.all(names.map(sharedModule));
  const modules = Object.fromEntries(Object.keys(MODULES).map((name, index) => [name, found[index]]));
  return cellsPlugin(modules as unknown as CodeMirror, jupyter as JupyterCodeMirror);
}

const apputils = async () => (await sharedModule("@jupyterlab/apputils")) as Apputils;

/** JupyterLab's own copy of a module; the newest where another extension brought one along. */
async function sharedModule(name: string): Promise<unknown> {
  const versions = shared[name] ?? {};
  const newest = Object.keys(versions).sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  const entry = newest === undefined ? undefined : versions[newest];
  if (!entry) throw new Error(`${NAME} needs ${name}, which this JupyterLab does not share`);
  return (await entry.get())();
}

const page = window as unknown as { _JUPYTERLAB?: Record<string, unknown> };
(page._JUPYTERLAB ??= {})[NAME] = container;
