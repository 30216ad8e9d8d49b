"""An httpx transport somebody brought (``transport=``), as one of ours. Nothing else here loads httpx."""

from __future__ import annotations

import httpx

from pplx_notebook.network.wire.transport import Request, Response


class HttpxGuest:
    """Speaks httpx to the guest; it is never closed, it is not ours."""

    def __init__(self, guest: httpx.AsyncBaseTransport) -> None:
        self._guest = guest

    async def send(self, request: Request) -> Response:
        """Send one request."""
        response = await self._guest.handle_async_request(
            httpx.Request(
                request.method,
                request.url,
                headers=request.headers(),
                content=request.body,
                extensions=request.timeouts,
            )
        )
        return Response(response.status_code, response.headers.raw, response.stream)  # type: ignore[arg-type]  # async

    async def aclose(self) -> None:
        """Nothing: it is not ours."""
