"""An httpx or httpx2 transport somebody brought (``transport=``), as one of ours. Nothing else here loads
them."""

from __future__ import annotations

import sys
from typing import Any

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.wire.transport import Request, Response, Steps, TranslatedBody, translated

LIBRARIES = ("httpx", "httpx2")


class HttpxGuest:
    """Speaks to the guest in its own package's words; it is never closed, it is not ours."""

    def __init__(self, guest: Any) -> None:
        self.guest = guest
        self._library = _library_of(guest)

    async def send(self, request: Request) -> Response:
        """Send one request."""
        steps = Steps(request.connected, request.step)
        outgoing = self._library.Request(
            request.method,
            request.url,
            headers=request.headers(),
            content=request.body,
            extensions={**request.timeouts, "trace": steps},
        )
        with translated(self._library):
            response = await self.guest.handle_async_request(outgoing)
        steps.reached()  # a guest without a network of its own traces nothing
        body = TranslatedBody(response.stream, self._library)
        return Response(response.status_code, response.headers.raw, body)

    async def aclose(self) -> None:
        """Nothing: it is not ours."""


def _library_of(guest: Any) -> Any:
    """The package a transport belongs to: that of its first base class that comes from httpx or httpx2."""
    for cls in type(guest).__mro__:
        name = cls.__module__.partition(".")[0]
        if name in LIBRARIES and hasattr(guest, "handle_async_request"):
            return sys.modules[name]
    raise UsageProblem("transport takes an AsyncBaseTransport of httpx or httpx2.")
