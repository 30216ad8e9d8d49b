"""What a provider's failure is to whoever asked the gateway: a status, a line, a word.

The provider's 401 and 403 are about the gateway's key, so they are not passed on as the asker's fault.
"""

from __future__ import annotations

import msgspec

from pplx_notebook.errors import PplxError

_KEY_REFUSED = "the provider refused this gateway's key"


class Failure(msgspec.Struct, frozen=True):
    """An HTTP status, one line, the API's word for it, and when to come back in seconds, if said."""

    status: int
    message: str
    type: str
    retry_after_s: float | None = None

    @property
    def headers(self) -> dict[str, str]:
        """``Retry-After`` where it is known."""
        return {} if self.retry_after_s is None else {"Retry-After": str(max(1, round(self.retry_after_s)))}


def failure_of(error: PplxError) -> Failure:
    """The failure for an error of the client."""
    said = str(error)
    if error.kind == "usage":
        return Failure(400, said, "invalid_request")
    if error.kind == "timeout":
        return Failure(504, said, "upstream_timeout")
    if error.kind == "status":
        if error.status in (401, 403):
            return Failure(502, _KEY_REFUSED, "upstream_error")
        if error.status == 429:
            return Failure(429, said, "rate_limit_exceeded", error.retry_after_s)
        if error.status is not None and 400 <= error.status < 500:
            return Failure(error.status, said, "invalid_request")
    return Failure(502, said, "upstream_error", error.retry_after_s)
