"""The transport in a browser: its own ``fetch``, read as it arrives.

Rules of this file: no cookie, no cache, no referrer, no redirect is followed (a browser does not say where
one leads); what a browser writes itself (user agent, codings) is left to it. It does not say either why it
let nothing through: a server that allows no web page (CORS) and one that is not there look the same.
"""

from __future__ import annotations

import asyncio
import urllib.parse
from collections.abc import AsyncIterator, Mapping
from typing import Any

from pyodide.ffi import JsException, to_js

from js import AbortController, Object, fetch
from pplx_notebook.errors import RedirectError
from pplx_notebook.network.rules.clocks import Deadline
from pplx_notebook.network.wire.transport import Request, Response, WireFailure

ITS_OWN = ("user-agent", "accept-encoding", "content-length", "host", "connection")
UNDONE = ("content-encoding", "content-length")  # the body comes without its coding
HOW = {
    "credentials": "omit",
    "cache": "no-store",
    "referrerPolicy": "no-referrer",
    "redirect": "manual",
}
REDIRECTS = "{} redirects, and a browser does not say where to: set base_url to the address it moved to."


class FetchTransport:
    """Sends requests through the browser; belongs to the page's loop."""

    async def send(self, request: Request) -> Response:
        """Send one request; returns as soon as the response head is there."""
        abort = AbortController.new()
        given = {"method": request.method, "headers": sent_headers(request), "signal": abort.signal, **HOW}
        if request.body:
            given["body"] = to_js(request.body)
        promise = fetch(request.url, to_js(given, dict_converter=Object.fromEntries))
        if request.connected is not None:
            request.connected()
        silence = SilentFor(request.connect_s + request.idle_s, abort)
        try:
            response = await promise
        except JsException as problem:
            raise WireFailure("silent" if silence.passed else "fetch") from problem
        except asyncio.CancelledError:
            abort.abort()
            raise
        finally:
            silence.end()
        if response.type == "opaqueredirect":
            abort.abort()
            raise RedirectError(REDIRECTS.format(urllib.parse.urlsplit(request.url).hostname))
        headers = {str(pair[0]): str(pair[1]) for pair in response.headers.entries()}
        return Response(response.status, raw(headers), FetchedBody(response, abort, request.idle_s))

    async def aclose(self) -> None:
        """Connections are the browser's."""


class FetchedBody:
    """The body of one response, as it arrives."""

    def __init__(self, response: Any, abort: Any, idle_s: float) -> None:
        self._response, self._abort, self._idle_s = response, abort, idle_s

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._response.body is None:
            return
        reader = self._response.body.getReader()
        silence = SilentFor(self._idle_s, self._abort)
        try:
            while not (part := await reader.read()).done:
                yield part.value.to_bytes()
                silence.put_off()
        except JsException as problem:
            raise WireFailure("silent" if silence.passed else "broken") from problem
        finally:
            silence.end()

    async def aclose(self) -> None:
        """Close the connection, unless the body was read to its end."""
        self._abort.abort()


class SilentFor:
    """Ends a request that has been silent for so long; ``passed`` says that it did."""

    def __init__(self, seconds: float, abort: Any) -> None:
        self.passed = False
        self._abort = abort
        self._deadline = Deadline(asyncio.get_running_loop(), self._pass)
        self._deadline.set(seconds)

    def put_off(self) -> None:
        """Something came."""
        self._deadline.put_off()

    def end(self) -> None:
        """It does not matter any more."""
        self._deadline.stop()

    def _pass(self) -> None:
        self.passed = True
        self._abort.abort()


def sent_headers(request: Request) -> dict[str, str]:
    """The headers, made when they leave, without those a browser writes."""
    return {name: value for name, value in request.headers().items() if name.lower() not in ITS_OWN}


def raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """A response's headers in the form of the contract."""
    kept = ((name.lower(), value) for name, value in headers.items())
    return [
        (name.encode("latin-1"), value.encode("latin-1", "replace"))
        for name, value in kept
        if name not in UNDONE
    ]
