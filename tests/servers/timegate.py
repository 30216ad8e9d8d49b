"""A real Memento TimeGate on 127.0.0.1 (RFC 7089), which answers for a few pages as archives do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TAKEN = "Sat, 28 Nov 2026 10:00:00 GMT"


@dataclass
class TimeGate:
    """Its address, and what it was asked: (path, Accept-Datetime, other headers' names)."""

    url: str
    asked: list[tuple[str, str, set[str]]] = field(default_factory=list)


@contextmanager
def timegate() -> Iterator[TimeGate]:
    """Pages by the end of their address: ``kept`` leads to a copy whose head has its date, ``told`` to one whose
    date stands in the Link only, ``chain`` over a second gate, ``itself`` is answered with the copy, ``loop`` leads
    to itself, ``near`` into a private network, ``broken`` answers 503, ``nowhere`` redirects without an address;
    the archive has no other."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:  # http.server's name
            gate.asked.append(
                (self.path, self.headers.get("Accept-Datetime", ""), {n.lower() for n in self.headers})
            )
            self.answer(self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def answer(self, path: str) -> None:
            if path.startswith("/web/20261128100000/"):
                self.send_response(200)
                if not path.endswith("told"):
                    self.send_header("Memento-Datetime", TAKEN)
            elif path.endswith("itself"):
                self.send_response(200)
                self.send_header("Memento-Datetime", TAKEN)
                self.send_header("Content-Location", f"/web/20261128100000/{path[6:]}")
            elif path.endswith("broken"):
                self.send_response(503)
            elif path.endswith("near"):
                self.leads("http://10.0.0.1/web/x")
            elif path.endswith("nowhere"):
                self.send_response(302)
            elif path.endswith("loop"):
                self.leads(path)
            elif path.endswith("chain") and path.startswith("/gate/"):
                self.leads(f"/second/{path[6:]}")
            elif path.endswith(("kept", "told", "chain")):
                copy = f"/web/20261128100000/{path.split('/', 2)[2]}"
                self.leads(copy)
                link = f'<{path[6:]}>; rel="original", <{copy}>; rel="last memento"; datetime="{TAKEN}"'
                self.send_header("Link", link)
            else:
                self.send_response(404)

        def leads(self, where: str) -> None:
            self.send_response(302)
            self.send_header("Vary", "accept-datetime")
            self.send_header("Location", where)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's name
            """Nothing is written."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gate = TimeGate(f"http://127.0.0.1:{server.server_address[1]}/gate/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield gate
    finally:
        server.shutdown()
        server.server_close()
