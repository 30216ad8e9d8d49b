// The first thing that a page of JupyterLite loads: it begins the kernel's Python, so that both start side by side.
//
// The worker is the kernel's own (`worker.mjs` says how it differs). JupyterLite makes it by `new Worker(address)`: the
// first time it asks for that address it is handed the one begun here. A page that opens no notebook begins nothing.
const PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel";
const KERNEL = "{{kernel}}"; // the build's: the address of the kernel's own worker, from here
const WORKER = "{{worker}}";

const root = new URL("../../", import.meta.url);
const kernel = new URL(KERNEL, import.meta.url).href;

// an isolated page has its kernel in another worker
if (new URLSearchParams(location.search).has("path") && !crossOriginIsolated) void begin();

async function begin() {
  const page = (await (await fetch(new URL("jupyter-lite.json", root))).json())["jupyter-config-data"];
  const { loadPyodideOptions: options, pyodideUrl } = page.litePluginSettings[PLUGIN];
  for (const [name, value] of Object.entries(options)) {
    if (name.endsWith("URL")) options[name] = new URL(value, root).href;
  }
  const asked = { indexURL: new URL("./", new URL(pyodideUrl, root)).href, ...options };
  let begun = new Worker(new URL(WORKER, import.meta.url), { type: "module", name: JSON.stringify(asked) });
  globalThis.Worker = class extends Worker {
    constructor(address, options) {
      if (begun && String(address) === kernel) {
        const first = begun;
        begun = undefined;
        return first;
      }
      super(address, options);
    }
  };
}
