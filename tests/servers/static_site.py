"""A plain static server on 127.0.0.1, as a host of pages is one: files, an hour of HTTP cache, nothing else.

It tells what was asked for and how many bytes went out. It may compress, and may be as slow as a line of so
many bits a second that all connections share. ``changed`` says which files are handed out otherwise than they lie.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm", ".whl": "application/octet-stream"}
# what a host of pages compresses: text and wasm, not archives
COMPRESSED = (".js", ".mjs", ".wasm", ".json", ".html", ".css", ".ipynb", ".svg", ".webmanifest")
PIECE_BYTES = 16_384

Change = Callable[[bytes], bytes]


@dataclass
class StaticSite:
    """A folder that is served: its address, and what went out."""

    folder: Path
    url: str = ""
    compress: bool = False
    bits_per_s: float | None = None
    max_age_s: int = 3600
    changed: Mapping[str, Change] = field(default_factory=dict)
    sent: list[tuple[str, int, int]] = field(default_factory=list)  # path, status, bytes of the body
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _free_at: float = 0.0

    def wait_for_line(self, size: int) -> None:
        """Until this much has gone over the one line."""
        if self.bits_per_s is None:
            return
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size * 8 / self.bits_per_s
            until = self._free_at
        time.sleep(max(0.0, until - time.monotonic()))


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def __init__(self, *given: object, site: StaticSite) -> None:
        self.site = site
        super().__init__(*given, directory=str(site.folder))  # type: ignore[arg-type]

    def log_message(self, *_: object) -> None:
        """Nothing: the site tells what went out."""

    def do_GET(self) -> None:
        """A file, or 304 to a browser that has it."""
        name = unquote(urlsplit(self.path).path).lstrip("/")
        path = self.site.folder / name
        if path.is_dir():
            name, path = f"{name.rstrip('/')}/index.html".lstrip("/"), path / "index.html"
        if not path.is_file():
            self.answer(name, 404, b"not found", {"Content-Type": "text/plain"})
            return
        body = self.site.changed.get(name, bytes)(path.read_bytes())
        tag = f'"{hash(body):x}"'
        if self.headers.get("If-None-Match") == tag:
            self.answer(name, 304, b"", {"ETag": tag})
            return
        told = {"Content-Type": self.guess_type(str(path)), "ETag": tag}
        told["Cache-Control"] = f"max-age={self.site.max_age_s}"
        if self.site.compress and path.suffix in COMPRESSED:
            body, told["Content-Encoding"] = compressed(body), "gzip"
        self.answer(name, 200, body, told)

    def answer(self, name: str, status: int, body: bytes, headers: dict[str, str]) -> None:
        """The reply, as fast as the line is."""
        self.site.sent.append((name, status, len(body)))
        self.send_response(status)
        for each, value in headers.items():
            self.send_header(each, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for start in range(0, len(body), PIECE_BYTES):
            piece = body[start : start + PIECE_BYTES]
            self.site.wait_for_line(len(piece))
            self.wfile.write(piece)


@cache
def compressed(body: bytes) -> bytes:
    """As hosts of pages do it."""
    return gzip.compress(body, 6, mtime=0)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A browser that goes away in the middle is nothing to tell."""


@contextmanager
def serving_folder(folder: Path, **how: object) -> Iterator[StaticSite]:
    """Serve it until the block ends."""
    site = StaticSite(folder, **how)  # type: ignore[arg-type]
    with _Server(("127.0.0.1", 0), partial(_Handler, site=site)) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
