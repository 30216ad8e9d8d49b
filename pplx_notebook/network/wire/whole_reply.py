"""The transport where a cell keeps the thread (``browser.waiting``): the browser is asked synchronously and
answers in one piece, when the server has said its last word. Only a clock of the browser can end that.

``XMLHttpRequest`` is the only synchronous request there is. It follows redirects by itself: what came from
another origin is refused.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import AsyncIterator

from pyodide.ffi import JsException, to_js

from js import XMLHttpRequest
from pplx_notebook.errors import RedirectError
from pplx_notebook.network.rules.addresses import same_origin
from pplx_notebook.network.wire.fetching import REDIRECTS, raw, sent_headers
from pplx_notebook.network.wire.transport import Request, Response, WireFailure

LONGEST_S = 900.0  # a whole answer, as ``network/rules/clocks`` has it


class WholeReplyTransport:
    """Sends requests and waits for the whole reply of each."""

    async def send(self, request: Request) -> Response:
        """One reply."""
        asked = XMLHttpRequest.new()
        asked.open(request.method, request.url, False)  # synchronous
        asked.responseType = "arraybuffer"
        asked.timeout = LONGEST_S * 1000
        for name, value in sent_headers(request).items():
            asked.setRequestHeader(name, value)
        if request.connected is not None:
            request.connected()
        try:
            asked.send(to_js(request.body) if request.body else None)
        except JsException as problem:
            raise WireFailure("silent" if problem.name == "TimeoutError" else "fetch") from problem
        if asked.responseURL and not same_origin(asked.responseURL, request.url):
            raise RedirectError(REDIRECTS.format(urllib.parse.urlsplit(request.url).hostname))
        lines = (line.partition(":") for line in asked.getAllResponseHeaders().splitlines())
        headers = {name.strip(): value.strip() for name, _, value in lines if name}
        return Response(asked.status, raw(headers), WholeBody(asked.response.to_bytes()))

    async def aclose(self) -> None:
        """Nothing is open."""


class WholeBody:
    """A body that is there."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._data:
            yield self._data

    async def aclose(self) -> None:
        """Nothing is open."""
