"""Run in the browser's worker when Python stands, before a notebook's drive is mounted.

It imports what the first answer needs: on that drive each import would first ask the page, which has better
things to do by then. What the first answer does not need (``LATE`` of ``lockfile.py``) is fetched when
somebody imports it after all, wherever that stands: pygments for the colours of a traceback, say.
"""

import importlib
import io
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from urllib.parse import urljoin

import js

# what start.mjs gives: by the name that is imported a wheel's file beside the lock and its digest; what to
# import now; where the lock is
late: dict[str, tuple[str, str]] = globals()["late"]
modules: list[str] = globals()["modules"]
base: str = globals()["base"]


class Late(MetaPathFinder):
    """Asked last: by then nobody else knows the module."""

    def find_spec(self, name: str, path: Sequence[str] | None, _: object = None) -> ModuleSpec | None:
        """The module's once its package has come; None for any other."""
        wheel = late.pop(name.partition(".")[0], None)
        if wheel is None:
            return None
        unpack(*wheel)
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path)


def unpack(file: str, digest: str) -> None:
    """A wheel into site-packages, if it is the one that the lock names."""
    request = js.XMLHttpRequest.new()  # an import waits for it, with stack switching or without
    request.open("GET", urljoin(base, file), False)
    request.responseType = "arraybuffer"
    request.send()
    content = request.response.to_bytes()
    if sha256(content).hexdigest() != digest:
        raise ImportError(f"{file} is not what the lock file names")
    zipfile.ZipFile(io.BytesIO(content)).extractall(sysconfig.get_path("purelib"))


sys.meta_path.append(Late())
for module in modules:
    importlib.import_module(module)
