"""Run in the browser's Python at the build (``python.mjs``): what a first answer imports, compiled.

Writes /out/stdlib.zip (the standard library, a first answer's modules in it as compiled code alone) and
/out/pack (what Python would write into ``__pycache__`` of the packages: a line of JSON, then the bytes of
each file). The code says by itself that it fits its source (PEP 552, unchecked): both come from one build.
"""

import importlib.util
import json
import sys
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

import piplite.piplite  # noqa: F401 - what the kernel imports first, compiled with the rest
from pyodide_kernel import kernel_instance as kernel

LIBRARY = "/lib/python314.zip/"
SITE = "/lib/python3.14/site-packages/"
CELLS = ("%load_ext pplx_notebook", "%%pplx\nWhat is a black hole?", "%%pplx --into again\nWhat is DNA?")


async def answer() -> None:
    """Run a first lesson's cells as the page has them run."""
    kernel._parent_header = {"header": {"msg_id": "1", "session": "1"}, "content": {}, "metadata": {}}
    kernel.interpreter.send_comm = lambda *_: None
    for cell in CELLS:
        done = await kernel.run(cell)
        if done["status"] != "ok":
            raise RuntimeError(f"{cell!r}: {done}")


def compiled(source: bytes, path: str) -> bytes:
    """What stands in a .pyc."""
    code = compile(source, path, "exec", dont_inherit=True)
    return _code_to_hash_pyc(code, importlib.util.source_hash(source), checked=False)


def library(used: set[str]) -> None:
    """The standard library's archive anew, these of its files compiled."""
    with zipfile.ZipFile(LIBRARY.rstrip("/")) as source, zipfile.ZipFile("/out/stdlib.zip", "w") as made:
        for info in source.infolist():
            if info.is_dir():
                continue
            name, content = info.filename, source.read(info)
            if name in used:
                name, content = f"{name}c", compiled(content, LIBRARY + name)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, content, compresslevel=9)


def pack(modules: dict[str, str]) -> None:
    """The others', by their names."""
    files = {}
    late = set(json.loads(Path("/out/late.json").read_text("utf-8")))
    for name, path in modules.items():
        source = Path(path).read_bytes()
        files[importlib.util.cache_from_source(path)] = compiled(source, path)
        if name.partition(".")[0] in late:
            files[path] = source  # the rest of its package comes when it is asked for
    head = {"files": [[path, len(content)] for path, content in files.items()], "modules": list(modules)}
    Path("/out/pack").write_bytes(json.dumps(head).encode() + b"\n" + b"".join(files.values()))


await answer()  # noqa: F704
found = {name: str(getattr(module, "__file__", "")) for name, module in sys.modules.items()}
library({path.removeprefix(LIBRARY) for path in found.values() if path.startswith(LIBRARY)})
pack({name: path for name, path in found.items() if path.startswith(SITE) and path.endswith(".py")})
