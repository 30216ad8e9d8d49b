// What JupyterLite's kernel takes for Pyodide (`pyodideUrl`): Pyodide, with what the first answer needs imported.
//
// `worker.mjs` begins before the page has asked, while JupyterLite itself still loads; the kernel then finds Python
// begun. What `bytecode.py` compiled at the build lies beside the sources and spares their compilation. Where any of
// it is missing or does not fit, Python starts as it does everywhere, only later.
import * as pyodide from "./pyodide.mjs";

export const version = pyodide.version;

let early; // of a kernel that began before it was asked: its options as text, Python, where it speaks to

/** As Pyodide's own, for these options, begun before anybody asks for it. */
export function begin(options) {
  const speak = { stdout: console.log, stderr: console.error };
  const streams = { stdout: (text) => speak.stdout(text), stderr: (text) => speak.stderr(text) };
  early = { asked: JSON.stringify(options), speak, python: start({ ...options, ...streams }) };
  early.python.catch(() => undefined); // whoever asks for it hears of it
}

/** Pyodide's own, by its name: the one begun if it was begun for the same, and that only once. */
export async function loadPyodide(options) {
  const { stdout, stderr, ...rest } = options;
  const begun = early;
  early = undefined;
  if (begun?.asked !== JSON.stringify(rest)) return start(options);
  Object.assign(begun.speak, { stdout, stderr });
  return begun.python;
}

async function start({ bytecodeURL, late, ...options }) {
  const pack = unpacked(bytecodeURL);
  pack.catch(() => undefined); // it is heard of below, when Python stands
  const python = await pyodide.loadPyodide(options);
  try {
    const { files, program, ...told } = await pack;
    for (const [path, content] of files) {
      python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      python.FS.writeFile(path, content, { canOwn: true });
    }
    python.runPython(program, { globals: python.toPy({ __name__: "start", base: options.lockFileURL, ...told }) });
  } catch (problem) {
    console.info(`pplx_notebook: Python starts without what was compiled for it (${problem.message})`);
    await python.loadPackage(late, { messageCallback() {} });
  }
  return python;
}

/** The files of `bytecode.py`'s pack: a line of JSON (paths and sizes), then their bytes, all compressed. */
async function unpacked(url) {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`${reply.status} for ${url}`);
  const plain = reply.body.pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  let at = bytes.indexOf(10) + 1;
  const { files, ...rest } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, at)));
  return { ...rest, files: files.map(([path, size]) => [path, bytes.slice(at, (at += size))]) };
}
